"""The option --whole: the long campaigns in full, not in their short form."""


def pytest_addoption(parser):
    parser.addoption("--whole", action="store_true", default=False, help="run the long campaigns whole")
