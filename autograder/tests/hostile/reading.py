"""Submissions that look for what they should not see. What one finds it prints after the word FOUND, and runs if it solves an exercise."""
from autograder.room.sandbox import ENVIRONMENT
from autograder.tests.hostile.submission import ROOT, Submission, blank_but

FOUND = "FOUND" + " IT"  # in two parts: the attack's own source, which feedback shows, must not hold the whole

_LOOK = '''
import os, sys
ROOT = {root!r}
def found(text):
    print("FOUND", "IT", str(text)[:300])
    for name in ("def what_if(", "def trace("):
        if name in str(text):
            exec(str(text), globals())
def read(path):
    try:
        found(path + open(path, errors="replace").read(100_000))
    except OSError:
        pass
def walk(top, wanted):
    for folder, _, files in os.walk(top):
        if "/nbgrader/" in folder or "/jedi/" in folder: continue  # packages with files of such names
        for name in files:
            if wanted(name): read(os.path.join(folder, name))
{look}
'''


def _reads(name: str, tries: str, look: str) -> Submission:
    return Submission(name, tries, 0, blank_but(_LOOK.format(root=str(ROOT), look=look)))


READING = [
    _reads("reads-the-suite", "opens the hidden suite by its path", "read(ROOT + '/autograder/suites/test_02_value.py')\nread('/room/../autograder/suites/test_02_value.py')"),
    _reads("imports-the-suite", "imports the grader", "for name in ('autograder', 'autograder.suites.test_02_value', 'test_02_value', 'nbgrader_config'):\n"
           "    try: found(__import__(name))\n    except ImportError: pass"),
    _reads("reads-the-solution", "opens the solution and the manifest by their paths", "read(ROOT + '/solutions/02-value/value.py')\nread(ROOT + '/course.yml')"),
    _reads("walks-for-the-solution", "walks the whole file system for the course", "walk('/', lambda name: name in ('value.py', 'test_02_value.py', 'course.yml', '02-value.yml'))"),
    _reads("looks-for-gradebooks", "walks the whole file system for databases and notebooks", "walk('/', lambda name: name in ('gradebook.db', 'value.ipynb', 'nbgrader_config.py'))"),
    _reads("environment", "reads the environment", f"for name in os.environ:\n    if name not in {[*ENVIRONMENT, 'PWD', 'LC_CTYPE']}: found(name)"),
    _reads("proc", "reads /proc of itself and others", "for pid in ('self', '1', str(os.getppid())):\n    for name in ('environ', 'cmdline', 'maps', 'mountinfo'): read(f'/proc/{pid}/{name}')"),
    _reads("memory-of-others", "opens other processes' memory and descriptors", "import ctypes\nlibc = ctypes.CDLL(None)\nfor pid in range(1, 400):\n"
           "    if libc.ptrace(16, pid, 0, 0) == 0: found(pid)\n    read(f'/proc/{pid}/mem')"),
    _reads("users", "reads who uses this machine", "for path in ('/etc/passwd', '/etc/shadow', '/etc/hostname', '/root/.bashrc', '/etc/hosts'): read(path)\n"
           "for path in ('/home', '/root', '/work', '/var', '/srv'):\n    for name in os.listdir(path) if os.path.isdir(path) else ():\n"
           "        if not sys.base_prefix.startswith(os.path.join(path, name)): found(os.path.join(path, name))  # the way to Python is no secret"),
    _reads("network", "asks the machine and the world", "import socket\nfor place in (('127.0.0.1', 8888), ('1.1.1.1', 53), ('169.254.169.254', 80)):\n"
           "    try: found(socket.create_connection(place, 0.2))\n    except OSError: pass"),
    _reads("descriptors", "reads what inherited descriptors lead to", "import stat\nfor fd in range(64):\n"
           "    try:\n        if stat.S_ISREG(os.fstat(fd).st_mode) or stat.S_ISDIR(os.fstat(fd).st_mode): found(fd)\n    except OSError: pass"),
    _reads("other-rooms", "looks for other students' files", "for folder in ('/tmp', '/var/tmp', '/dev/shm', '/run'):\n"
           "    for top, dirs, files in os.walk(folder):\n        for name in files:\n            if name not in ('graph_picture.py', 'engine.py') and 'matplotlib' not in top: found(name)"),
    _reads("reads-the-stack", "looks in the frames above for tests and expected values", "frame = sys._getframe()\nwhile frame:\n"
           "    for name, value in frame.f_locals.items():\n        if any(word in str(value) for word in ('mark.' + 'exercise', 'test' + '_trace_of', 'judge' + ' import')): found(name)\n    frame = frame.f_back"),
    _reads("reads-its-own-notebook", "looks for hidden tests in the notebook that is being graded", "walk('.', lambda name: name.endswith('.ipynb'))"),
    _reads("runs-the-source", "runs the answers of the instructor's notebook, three folders up, and empties the cells that would replace them",
           "import json\nwith open('../../../source/02-value/value.ipynb') as file: cells = json.load(file)['cells']\nfound(len(cells))\n"
           "exec('\\n'.join(''.join(cell['source']) for cell in cells if cell['metadata'].get('nbgrader', {}).get('solution') and cell['cell_type'] == 'code'), globals())\n"
           "get_ipython().input_transformers_cleanup.append(lambda lines: [] if 'NotImplementedError' in ''.join(lines) else lines)"),
]
