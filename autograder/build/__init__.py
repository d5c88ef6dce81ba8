"""Single source to skeletons: solutions/NN-name/name.py -> exercises/NN-name/."""
from .check import stale_files
from .engine_so_far import engine_so_far
from .reference import answer_cells, assemble_notebook, reference_cells, reference_notebook, skeleton
from .release import build
from .source import source_notebook

__all__ = ["answer_cells", "assemble_notebook", "build", "engine_so_far", "reference_cells", "reference_notebook", "skeleton",
           "source_notebook", "stale_files"]
