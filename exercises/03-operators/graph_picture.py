# Copied by `course build` from solutions/graph_picture.py. Do not edit it.
"""Draws the graph behind a number: every node a box, every operation a circle, left to right.

Needs only networkx and matplotlib, which are imported when the first picture is drawn.
"""

from bisect import bisect_right

MOST_NODES = 400

# All lengths are inches on paper; a picture drawn into given axes is scaled as a whole.
_MARGIN = 0.12
_LINE = 0.185
_PAD = 0.085
_OP_HEIGHT = 0.36
_OP_TO_BOX = 0.24
_COLUMN_GAP = 0.48
_ROW_GAP = 0.2
_LANE = 0.14
_PARALLEL = 0.075
_WIDEST = 40.0

_ROWS = {"data": "data", "grad": "grad", "should be": "should_be"}

_INK = "#1d2733"
_QUIET = "#556270"
_EDGE = "#5b6875"
_FILL = {"leaf": "#fff6d8", "result": "#e9f1fa", "done": "#e3f1e2", "wrong": "#fde8e0"}
_OUTLINE = {"leaf": "#8a6a00", "result": "#2f5d8c", "done": "#3b7a3a", "current": "#b03a00", "wrong": "#b03a00"}


def draw_graph(root, *, ax=None, current=None, done=(), title=None, decimals=4):
    """Draw the graph that ends in `root`, operands on the left and `root` on the right.

    A box is a value: its label (if it has one), its data and its grad. A leaf, which no operation
    made, has square corners; a result has round ones. A circle is the operation that made the box
    to its right. Two lines from one box to one circle mean that the node was used twice.

    root: a node with `data`, `grad` and `_prev` (any container of nodes); `_op`, `label` and
        `should_be`, the right gradient, are used when they are there. Nodes are told apart by identity, never by `==`.
    ax: matplotlib Axes to draw into; without them a new Figure of the right size is made.
    current: the node to point out; its box gets a thick outline and a triangle above it.
    done: container of nodes already processed; each gets a tick.
    title: str, written above the graph.
    decimals: int, digits after the point.

    Returns the matplotlib Figure. As the last line of a notebook cell it shows one picture.
    Raises TypeError when `root` is not a node, ValueError when the graph has more than 400 nodes
    or contains a node that is made from itself.
    """
    nodes, operands = _collect(root)
    drawing = _Drawing(nodes, operands, decimals)
    done_ids = {id(node) for node in _container(done)}
    return drawing.draw(ax, current, done_ids, title)


def _container(nodes):
    if nodes is None:
        return []
    return list(nodes.values()) if isinstance(nodes, dict) else list(nodes)


def _text(thing, longest=24):
    text = "" if thing is None else " ".join(str(thing).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _operands_of(node):
    missing = [name for name in ("data", "grad", "_prev") if not hasattr(node, name)]
    if missing:
        raise TypeError(
            f"draw_graph needs nodes with data, grad and _prev, "
            f"but a {type(node).__name__} has no {' and no '.join(missing)}"
        )
    operands = _container(node._prev)
    if isinstance(node._prev, (set, frozenset)):
        # A set has no order of its own: without this the same code would give a new picture each run.
        operands.sort(key=lambda operand: (_text(getattr(operand, "label", "")), _text(operand.data)))
    return operands


def _collect(root):
    """The nodes in order of discovery, root first, and for each the positions of its operands."""
    nodes, operands, position = [root], [], {id(root): 0}
    waiting = 0
    while waiting < len(nodes):
        found = []
        for operand in _operands_of(nodes[waiting]):
            if id(operand) not in position:
                position[id(operand)] = len(nodes)
                nodes.append(operand)
                if len(nodes) > MOST_NODES:
                    raise ValueError(
                        f"This graph has more than {MOST_NODES} nodes, too many to read in one picture: "
                        "draw a part of it, or a smaller expression."
                    )
            found.append(position[id(operand)])
        operands.append(found)
        waiting += 1
    return nodes, operands


def _number(x, decimals):
    if isinstance(x, bool) or not isinstance(x, (int, float)):
        try:
            x = float(x)
        except (TypeError, ValueError):
            return _text(x, longest=14)
    if isinstance(x, int):
        return str(x) if abs(x) < 10**9 else f"{x:.3e}"
    if x != x or x in (float("inf"), float("-inf")):
        return str(x)
    if x and not 10**-decimals <= abs(x) < 10**7:
        return f"{x:.2e}"
    text = f"{x:.{decimals}f}"
    if "." not in text:
        return text
    text = text.rstrip("0")
    return text + "0" if text.endswith(".") else text


def _pill(x, y, width, height):
    """Outline of a box with half circles at both ends: a circle when it is as wide as high."""
    from matplotlib.path import Path

    r = height / 2
    bow = 0.5523 * r
    left, right, middle = x + r, x + width - r, y + r
    points = [
        (left, y), (right, y), (right + bow, y), (right + r, middle - bow), (right + r, middle),
        (right + r, middle + bow), (right + bow, y + height), (right, y + height), (left, y + height),
        (left - bow, y + height), (left - r, middle + bow), (left - r, middle),
        (left - r, middle - bow), (left - bow, y), (left, y), (left, y),
    ]  # fmt: skip
    curves = [Path.CURVE4] * 6
    return Path(points, [Path.MOVETO, Path.LINETO, *curves, Path.LINETO, *curves, Path.CLOSEPOLY])


class _Drawing:
    """Where everything goes. Cells are numbered: first one a node, then the lanes of long edges."""

    def __init__(self, nodes, operands, decimals):
        import networkx as nx

        self.nodes = nodes
        self.graph = nx.DiGraph()
        self.graph.add_nodes_from(range(len(nodes)))
        for result, sources in enumerate(operands):
            for source in sources:
                times = self.graph.get_edge_data(source, result, {"times": 0})["times"]
                self.graph.add_edge(source, result, times=times + 1)
        if not nx.is_directed_acyclic_graph(self.graph):
            raise ValueError("This graph has a circle in it: following _prev from a node leads back to that node.")
        self.operands = operands
        self.op = [_text(getattr(node, "_op", "")) for node in nodes]
        self.label = [_text(getattr(node, "label", "")) for node in nodes]
        self.rows = [
            [(name, _number(getattr(node, key), decimals)) for name, key in _ROWS.items() if hasattr(node, key)] for node in nodes
        ]
        # Of a wrong gradient the right one is told; two numbers that look the same need no second line.
        self.wrong = [len(rows) == len(_ROWS) and rows[1][1] != rows[2][1] for rows in self.rows]
        self.rows = [rows if wrong else rows[:2] for rows, wrong in zip(self.rows, self.wrong, strict=True)]
        self._measure()
        self._choose_columns(list(nx.topological_sort(self.graph)))
        self._lay_lanes()
        self._order_columns()
        self._place()

    # sizes

    def _measure(self):
        from matplotlib.font_manager import FontProperties
        from matplotlib.textpath import TextPath

        widths = {}

        def width(text, size, **font):
            if not text.strip():
                return 0.0
            key = (text, size, *font.values())
            if key not in widths:
                # A lone dollar sign would start a formula.
                path = TextPath((0, 0), text.replace("$", "S"), size=size, prop=FontProperties(**font))
                widths[key] = path.get_extents().width / 72
            return widths[key]

        self.box_width, self.box_height, self.op_width = [], [], []
        for rows, label, op in zip(self.rows, self.label, self.op, strict=True):
            inside = max(width(name, 9) + 0.17 + width(number, 9.5, family="monospace") for name, number in rows)
            inside = max(inside, width(label, 10.5, weight="bold"), 0.62)
            self.box_width.append(inside + 2 * _PAD + 0.04)
            self.box_height.append(len(rows) * _LINE + 2 * _PAD + (_LINE + 0.06 if label else 0))
            self.op_width.append(max(_OP_HEIGHT, width(op, 10.5) + 0.2) if op else 0.0)

    # columns

    def _choose_columns(self, order):
        column = {}
        for node in order:
            column[node] = max((column[source] + 1 for source in self.graph.predecessors(node)), default=0)
        for node in reversed(order):
            users = list(self.graph.successors(node))
            # Next to its first use a node needs fewer long lines, unless its own operands would grow longer ones.
            if users and len(users) > self.graph.in_degree(node):
                column[node] = min(column[user] for user in users) - 1
        first = min(column.values())
        self.column = [column[node] - first for node in range(len(self.nodes))]

    def _lay_lanes(self):
        """Cut each long edge into steps of one column, so that it gets a free lane past the boxes.

        The long edges of one node share a lane and leave it one by one.
        """
        self.before, self.after, self.lanes = [[] for _ in self.nodes], [[] for _ in self.nodes], {}
        for source in range(len(self.nodes)):
            users = sorted(self.graph.successors(source), key=self.column.__getitem__)
            path = [source]
            for user in users:
                while self.column[path[-1]] < self.column[user] - 1:
                    lane = len(self.column)
                    self.column.append(self.column[path[-1]] + 1)
                    self.before.append([path[-1]])
                    self.after.append([])
                    self.after[path[-1]].append(lane)
                    path.append(lane)
                self.lanes[source, user] = path[1:]
                self.before[user].append(path[-1])
                self.after[path[-1]].append(user)
        self.sweeps = max(4, min(60, 40_000 // len(self.column)))

    # order within a column

    def _order_columns(self):
        columns = [[] for _ in range(max(self.column) + 1)]
        seen, waiting = set(), [0]
        while waiting:
            cell = waiting.pop()
            if cell in seen:
                continue
            seen.add(cell)
            columns[self.column[cell]].append(cell)
            waiting += reversed(self._cells_before(cell))
        best, fewest = [list(cells) for cells in columns], self._crossings(columns)
        for sweep in range(min(16, self.sweeps)):
            if not fewest:
                break
            rightwards = sweep % 2 == 0
            self._sort_by_neighbours(columns, rightwards)
            crossings = self._crossings(columns)
            if crossings < fewest:
                best, fewest = [list(cells) for cells in columns], crossings
        self.columns = best

    def _cells_before(self, cell):
        if cell >= len(self.nodes):
            return self.before[cell]
        cells = []
        for source in self.operands[cell]:
            lane = self.lanes[source, cell]
            cells.append(lane[-1] if lane else source)
        return cells

    def _sort_by_neighbours(self, columns, rightwards):
        place = {cell: i for column in columns for i, cell in enumerate(column)}
        neighbours = self.before if rightwards else self.after

        def middle(cell):
            places = [place[neighbour] for neighbour in neighbours[cell]]
            return sum(places) / len(places) if places else place[cell]

        for cells in columns if rightwards else reversed(columns):
            cells.sort(key=middle)
            place.update((cell, i) for i, cell in enumerate(cells))

    def _crossings(self, columns):
        place = {cell: i for column in columns for i, cell in enumerate(column)}
        total = 0
        for cells in columns[:-1]:
            seen = []
            for cell in cells:
                ends = sorted(place[right] for right in self.after[cell])
                total += sum(len(seen) - bisect_right(seen, end) for end in ends)
                seen = sorted(seen + ends)
        return total

    # coordinates

    def _place(self):
        count = len(self.nodes)
        self.x, left = [0.0] * len(self.column), _MARGIN
        self.column_span = []
        for cells in self.columns:
            boxes = [cell for cell in cells if cell < count]
            operations = max((self.op_width[cell] + _OP_TO_BOX for cell in boxes if self.op[cell]), default=0.0)
            width = max((self.box_width[cell] for cell in boxes), default=0.0)
            for cell in cells:
                self.x[cell] = left + operations
            self.column_span.append((left, left + operations + width))
            left += operations + width + _COLUMN_GAP
        self.width = left - _COLUMN_GAP + _MARGIN

        half = [height / 2 for height in self.box_height] + [0.0] * (len(self.column) - count)
        self.y = [0.0] * len(self.column)
        gaps = []
        for cells in self.columns:
            gaps.append([half[a] + half[b] + self._gap(a, b, count) for a, b in zip(cells, cells[1:], strict=False)])
            height = 0.0
            for i, cell in enumerate(cells):
                height += gaps[-1][i - 1] if i else 0.0
                self.y[cell] = height
            for cell in cells:
                self.y[cell] -= height / 2
        for sweep in range(self.sweeps):
            indices = range(len(self.columns))
            for i in indices if sweep % 2 else reversed(indices):
                self._settle(self.columns[i], gaps[i], count)
        low = min(y - h for y, h in zip(self.y, half, strict=True))
        high = max(y + h for y, h in zip(self.y, half, strict=True))
        self.height = high - low + 2 * _MARGIN
        self.y = [self.height - (y - low + _MARGIN) for y in self.y]

    def _gap(self, a, b, count):
        return _ROW_GAP if a < count and b < count else _LANE

    def _settle(self, cells, gaps, count):
        """Move a column's cells towards their neighbours; order and gaps are kept (weighted isotonic regression)."""
        blocks, shift = [], 0.0
        for i, cell in enumerate(cells):
            shift += gaps[i - 1] if i else 0.0
            near = self.before[cell] + self.after[cell]
            # Lanes pull hardest on lanes: a long line that bends is the hardest thing to follow.
            weights = [8 if cell >= count and other >= count else 2 if cell >= count or other >= count else 1 for other in near]
            weight = sum(weights) or 1
            wanted = sum(w * self.y[other] for w, other in zip(weights, near, strict=True)) / weight
            blocks.append([(wanted if near else self.y[cell]) - shift, weight, 1])
            while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
                mean, weight, size = blocks.pop()
                last = blocks[-1]
                blocks[-1] = [(last[0] * last[1] + mean * weight) / (last[1] + weight), last[1] + weight, last[2] + size]
        settled = [mean for mean, _, size in blocks for _ in range(size)]
        shift = 0.0
        for i, cell in enumerate(cells):
            shift += gaps[i - 1] if i else 0.0
            self.y[cell] = settled[i] + shift

    # drawing

    def draw(self, ax, current, done_ids, title):
        import matplotlib.pyplot as plt

        marks = 0.14 if current is not None or done_ids else 0.0
        top = marks + (0.34 if title else 0.0)
        title_width = 0.095 * len(title) + 2 * _MARGIN if title else 0.0
        width, height = max(self.width, title_width), self.height + top
        own = ax is None
        if own:
            scale = min(1.0, _WIDEST / width)
            figure = plt.figure(figsize=(width * scale, height * scale), facecolor="white")
            ax = figure.add_axes((0, 0, 1, 1))
            # Closed at once, pyplot does not show it at the end of the cell as well.
            plt.close(figure)
        else:
            figure = ax.figure
            space = ax.get_window_extent().transformed(figure.dpi_scale_trans.inverted())
            scale = min(space.width / width, space.height / height, 1.0)
            width, height = space.width / scale, space.height / scale
        self.ax, self.scale = ax, scale
        ax.set_axis_off()
        right, up = (width - self.width) / 2, (height - top - self.height) / 2
        if own:
            right = 0.0
        ax.set_xlim(-right, width - right)
        ax.set_ylim(-up, height - up)
        if title:
            # In given axes at their upper edge, so that the titles of pictures side by side stand in a line.
            level = self.height + marks + 0.12 if own else height - up - 0.2
            self._write(_MARGIN if own else self.width / 2, level, title, 11.5, ha="left" if own else "center", va="center", color=_INK)
        self._draw_edges()
        for node in range(len(self.nodes)):
            self._draw_node(node, self.nodes[node] is current, id(self.nodes[node]) in done_ids)
        return figure

    def _write(self, x, y, text, size, **style):
        self.ax.text(x, y, text, fontsize=size * self.scale, parse_math=False, zorder=4, **style)

    def _draw_edges(self):
        arriving = {}
        for (source, result), lane in self.lanes.items():
            for copy in range(self.graph.edges[source, result]["times"]):
                arriving.setdefault(result, []).append((-self.y[lane[-1] if lane else source], copy, source))
        for result, edges in arriving.items():
            edges.sort()
            reach = _OP_HEIGHT * 0.34 if self.op[result] else self.box_height[result] * 0.3
            for i, (_, copy, source) in enumerate(edges):
                port = reach * (1 - 2 * i / (len(edges) - 1)) if len(edges) > 1 else 0.0
                times = self.graph.edges[source, result]["times"]
                aside = _PARALLEL * ((times - 1) / 2 - copy)
                self._draw_edge(source, result, port, aside)
        for node, op in enumerate(self.op):
            if op:
                end = (self.x[node], self.y[node])
                self._arrow([(end[0] - _OP_TO_BOX, end[1]), end], [])

    def _draw_edge(self, source, result, port, aside):
        x, y = self.x, self.y
        points = [(x[source] + self.box_width[source], y[source] + aside)]
        bends = []
        # The line stays level until it has left the column, so that it cannot cut a wider box there.
        points.append((self.column_span[self.column[source]][1], y[source] + aside))
        for cell in self.lanes[source, result]:
            left, right = self.column_span[self.column[cell]]
            bends.append(len(points))
            points += [(left, y[cell] + aside), (right, y[cell] + aside)]
        target = self.column_span[self.column[result]][0]
        bends.append(len(points))
        points.append((target, y[result] + port))
        if self.op[result]:
            radius = _OP_HEIGHT / 2
            into = (radius**2 - port**2) ** 0.5
            end = x[result] - _OP_TO_BOX - self.op_width[result] + radius - into
        else:
            end = x[result]
        points.append((end, y[result] + port))
        self._arrow(points, bends)

    def _arrow(self, points, bends):
        from matplotlib.patches import FancyArrowPatch
        from matplotlib.path import Path

        vertices, codes = [points[0]], [Path.MOVETO]
        for i, (x, y) in enumerate(points[1:], start=1):
            x0, y0 = points[i - 1]
            if i in bends:
                middle = (x0 + x) / 2
                vertices += [(middle, y0), (middle, y), (x, y)]
                codes += [Path.CURVE4] * 3
            elif (x, y) != (x0, y0):
                vertices.append((x, y))
                codes.append(Path.LINETO)
        self.ax.add_artist(
            FancyArrowPatch(
                path=Path(vertices, codes), arrowstyle="-|>,head_length=0.5,head_width=0.22",
                mutation_scale=11 * self.scale, linewidth=1.15 * self.scale, color=_EDGE,
                joinstyle="miter", capstyle="butt", shrinkA=0, shrinkB=0, zorder=1,
            )
        )  # fmt: skip

    def _draw_node(self, node, is_current, is_done):
        from matplotlib.patches import FancyBboxPatch, PathPatch, Polygon

        x, y = self.x[node], self.y[node]
        width, height = self.box_width[node], self.box_height[node]
        kind = "result" if self.operands[node] else "leaf"
        look = "current" if is_current else "wrong" if self.wrong[node] else "done" if is_done else kind
        self.ax.add_artist(
            FancyBboxPatch(
                (x, y - height / 2), width, height,
                boxstyle="square,pad=0" if kind == "leaf" else "round,pad=0,rounding_size=0.1",
                facecolor=_FILL["wrong" if self.wrong[node] else "done" if is_done else kind], edgecolor=_OUTLINE[look],
                linewidth=(3.6 if is_current else 2.4 if self.wrong[node] else 1.2) * self.scale, zorder=3,
            )
        )  # fmt: skip
        top = y + height / 2
        if is_current:
            self.ax.add_artist(
                Polygon(
                    [(x + width / 2, top + 0.045), (x + width / 2 - 0.075, top + 0.165), (x + width / 2 + 0.075, top + 0.165)],
                    facecolor=_OUTLINE["current"], edgecolor="none", zorder=3,
                )
            )  # fmt: skip
        if is_done:
            self._tick(x + width, top)
        line = top - _PAD - _LINE / 2
        if self.label[node]:
            self._write(x + width / 2, line, self.label[node], 10.5, weight="bold", color=_INK,
                        ha="center", va="center_baseline")  # fmt: skip
            line -= _LINE / 2 + 0.03
            self.ax.plot([x + 0.06, x + width - 0.06], [line, line], color=_OUTLINE[look],
                         linewidth=0.6 * self.scale, zorder=4)  # fmt: skip
            line -= _LINE / 2 + 0.03
        for name, number in self.rows[node]:
            self._write(x + _PAD + 0.02, line, name, 9, color=_QUIET, ha="left", va="center_baseline")
            self._write(x + width - _PAD - 0.02, line, number, 9.5, family="monospace", color=_INK,
                        ha="right", va="center_baseline")  # fmt: skip
            line -= _LINE
        if self.op[node]:
            op_width = self.op_width[node]
            self.ax.add_artist(
                PathPatch(
                    _pill(x - _OP_TO_BOX - op_width, y - _OP_HEIGHT / 2, op_width, _OP_HEIGHT),
                    facecolor="white", edgecolor=_INK, linewidth=1.2 * self.scale, zorder=3,
                )
            )  # fmt: skip
            # The keyboard's asterisk is drawn like a superscript; this one sits on the axis of the circle.
            symbol = "∗" if self.op[node] == "*" else self.op[node]
            size = 13 if len(symbol) == 1 else 10.5
            self._write(x - _OP_TO_BOX - op_width / 2, y, symbol, size, color=_INK, ha="center", va="center")

    def _tick(self, x, y):
        from matplotlib.patches import Ellipse

        self.ax.add_artist(Ellipse((x, y), 0.2, 0.2, facecolor="white", edgecolor=_OUTLINE["done"],
                                  linewidth=1.1 * self.scale, zorder=5))  # fmt: skip
        self.ax.plot([x - 0.05, x - 0.012, x + 0.055], [y, y - 0.043, y + 0.047], color=_OUTLINE["done"],
                     linewidth=1.7 * self.scale, solid_capstyle="round", zorder=6)  # fmt: skip
