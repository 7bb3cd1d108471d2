"""Somebody outside who has every report that may leave, and works out what they do not tell.

Each count is known within bounds, and sums are known to be sums: the bounds are narrowed until
nothing follows any more.
"""

FEW = 5
EXACT = "versions"
STANDING = {"open", "danger", "special", "lessons"}
"""What a year has need not be what its quarters have together."""
ROUNDS = 50


def bounds(number):
    """Return the least and the most that a told count can be; None: fewer than five."""
    return (0, FEW - 1) if number is None else (number, number * FEW - 1)


def worked_out(known, sums):
    """Return the bounds that follow; each sum has two lists of counts that are equal in sum."""
    known = dict(known)
    for _ in range(ROUNDS):
        before = dict(known)
        for left, right in sums:
            _narrow(known, left, right)
            _narrow(known, right, left)
        if known == before:
            break
    return known


def _narrow(known, left, right):
    least = sum(known[one][0] for one in right)
    most = sum(known[one][1] for one in right)
    for one in left:
        others = [known[other] for other in left if other != one]
        low, high = known[one]
        low = max(low, least - sum(one[1] for one in others))
        high = min(high, most - sum(one[0] for one in others))
        assert low <= high, f"{one} cannot be"
        known[one] = low, high


class Outsider:
    """Reads the figures of several periods, in the order of time."""

    def __init__(self):
        self.known, self.sums = {}, []

    def read(self, period, figures):
        """Take in one report: what it says, and what has to add up in it."""
        cells = {}
        for figure in figures:
            for row in figure.rows if figure.key != EXACT else ():
                for title, cell in zip(figure.head, row.cells, strict=True):
                    key = period, figure.key, row.key, title
                    if cell.number is not None or cell.text.startswith("fewer"):
                        self.known[key] = bounds(cell.number)
                        cells.setdefault((figure.key, title), {})[row.key] = key
        self.silence(figures, cells["agencies", "Raised"])
        cases, ends = cells["cases", "Cases"], cells["time_to_end", "Cases"]
        self.add_up(cases["raised"], cells["areas", "Cases"])
        self.add_up(cases["raised"], cells["agencies", "Raised"])
        self.add_up(cases["ended"], cells["outcomes", "Cases"])
        self.add_up(cases["ended"], cells["stages", "Ended here"])
        self.sums.append(([cases["ended"]], [ends["all"]]))
        self.add_up(ends["settled"], cells["stages", "Settled here"])
        self.add_up(ends["settled"], cells["settled_by", "Cases"])
        self.add_up(cells["danger", "Alerts"]["sent"], self.some(cells, "danger", "safe", "open"))
        late = list(cells["limits_by_stage", "Late"].values())
        self.sums.append((late, list(cells["late_reasons", "Limits"].values())))
        standing = [key for key in self.known if key[:2] == (period, "open") and is_now(key)]
        self.sums.append(([cases["open"]], standing))
        return cases

    def some(self, cells, figure, *rows):
        return {row: cells[figure, "Alerts"][row] for row in rows}

    def add_up(self, total, parts):
        self.sums.append(([total], list(parts.values())))

    def silence(self, figures, agencies):
        """Learn from the list of agencies that raised no case who raised one."""
        (unused,) = (figure for figure in figures if figure.key == "unused")
        if "Left out" in unused.nothing:
            return
        silent = {row.key for row in unused.rows}
        for agency, key in agencies.items():
            low, high = self.known[key]
            self.known[key] = (0, 0) if agency in silent else (max(low, 1), high)

    def follow(self, before, now):
        """Learn what is open at the end of a period from what was open at the end of another."""
        self.sums.append(([now["open"], now["ended"]], [before["open"], now["raised"]]))

    def lie_in(self, year, quarters):
        """Learn that what happened in a year happened in one of its quarters."""
        for key in [key for key in self.known if key[0] == year and key[1] not in STANDING]:
            _, figure, row, title = key
            parts = [(quarter, figure, row, title) for quarter in quarters]
            if all(part in self.known for part in parts) and row != "open" and is_now(key):
                self.sums.append(([key], parts))

    def small_numbers(self):
        """Return the counts from 1 to 4 that are known exactly."""
        found = worked_out(self.known, self.sums)
        return {key: low for key, (low, high) in found.items() if low == high and 0 < low < FEW}


def is_now(key):
    return not key[3].endswith("period before")
