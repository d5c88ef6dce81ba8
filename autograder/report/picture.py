"""The picture of an expression that gave a wrong gradient: each node with the gradient that came out and the one that should have."""
import importlib.util
import io
from pathlib import Path
from types import SimpleNamespace

from autograder.verdict.results import GraphNode


def graph_png(root: Path, graph: list[GraphNode]) -> bytes:
    """The graph as PNG, drawn as in the lessons. `root` is the course folder. Imports matplotlib, which takes a second."""
    import matplotlib
    matplotlib.use("agg")
    spec = importlib.util.spec_from_file_location("graph_picture", root / "solutions" / "graph_picture.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    nodes: list[SimpleNamespace] = []
    for node in graph:
        nodes.append(SimpleNamespace(label=node.made if node.op else node.made.split(" = ")[0], data=node.data, grad=node.grad, should_be=node.should_be,
                                     _op=node.op, _prev=[nodes[operand] for operand in node.operands]))
    picture = io.BytesIO()
    module.draw_graph(nodes[-1]).savefig(picture, format="png", dpi=72)
    return picture.getvalue()
