"""A referee for proof traces that needs the case and the trace, and nothing of what made the trace.

It reads the case once more in the plainest way (sets of options, explicit move tables, tuples of truth values),
shares no code with the conflict and stability layers, and returns its complaints; none means that the trace proves
what it claims.
"""

from __future__ import annotations

from itertools import combinations, product

from detente.case.model import AnyOrder, Case, Irreversible, Pairs, Prioritization, Ranking
from detente.logic import And, Atom, Bound, Constant, Count, Iff, Implies, Named, Not, Or

KEPT = 50


def is_true(formula, holding) -> bool:  # noqa: PLR0911 (one return a kind of node)
    """Evaluate a formula when exactly the atoms in `holding` are true."""
    match formula:
        case Atom(name):
            return name in holding
        case Constant(value):
            return value
        case Not(part):
            return not is_true(part, holding)
        case And(parts):
            return all(is_true(part, holding) for part in parts)
        case Or(parts):
            return any(is_true(part, holding) for part in parts)
        case Implies(condition, consequence):
            return is_true(consequence, holding) if is_true(condition, holding) else True
        case Iff(left, right):
            return is_true(left, holding) == is_true(right, holding)
        case Count(bound, number, parts):
            n = sum(is_true(part, holding) for part in parts)
            return {Bound.AT_LEAST: n >= number, Bound.AT_MOST: n <= number, Bound.EXACTLY: n == number}[bound]
        case Named(_, inner):
            return is_true(inner, holding)
    raise AssertionError(formula)


class Game:
    """A case as tables of sets."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.dms = list(case.decision_makers)
        cells = self._cells()
        self.members = self._states(cells)
        self.names = list(self.members)
        owner = {cell: name for name, members in self.members.items() for cell in members}
        self.state_of = owner
        self.moves = {dm: {name: set() for name in self.names} for dm in self.dms}
        for dm in self.dms:
            for source, target in self._arcs(dm, cells):
                if owner[source] != owner[target]:
                    self.moves[dm][owner[source]].add(owner[target])
        self.worth = {dm: {name: self._worth(dm, name) for name in self.names} for dm in self.dms}

    def _cells(self):
        if self.case.states:
            return [frozenset([name]) for name in self.case.states]
        options = self.case.options
        cells = [
            frozenset(option for j, option in enumerate(options) if number >> j & 1)
            for number in range(2 ** len(options))
        ]
        return [cell for cell in cells if all(is_true(rule.that.formula, cell) for rule in self.case.constraints)]

    def _states(self, cells):
        if self.case.states:
            return {next(iter(cell)): [cell] for cell in cells}
        classes = [[c for c in cells if is_true(merge.that.formula, c)] for merge in self.case.indistinguishable]
        merged = [cell for members in classes for cell in members]
        groups = [[cell] for cell in cells if cell not in merged] + [members for members in classes if members]
        return {f"s{number}": members for number, members in enumerate(groups, 1)}

    def _arcs(self, dm, cells):
        feasible = set(cells)
        pairs = set()
        if self.case.states:
            for source, targets in self.case.arcs.get(dm, {}).items():
                pairs |= {(frozenset([source]), frozenset([target])) for target in targets}
        else:
            own = {
                f"{dm}.{name}": option.irreversible for name, option in self.case.decision_makers[dm].options.items()
            }
            for source in cells:
                for choice in product((False, True), repeat=len(own)):
                    target = (source - set(own)) | {name for name, on in zip(own, choice, strict=True) if on}
                    stuck = any(
                        (way is Irreversible.TAKING and name in source and name not in target)
                        or (way is Irreversible.DROPPING and name not in source and name in target)
                        for name, way in own.items()
                    )
                    if target in feasible and not stuck:
                        pairs.add((source, frozenset(target)))
        matching = [
            (move.never, source, target)
            for move in self.case.moves
            if move.by == dm
            for source in cells
            if is_true(move.origin.formula, source)
            for target in cells
            if is_true(move.to.formula, target)
        ]
        pairs |= {(source, target) for never, source, target in matching if not never}
        return pairs - {(source, target) for never, source, target in matching if never}

    def _chain(self, pairs, name):
        """How many known comparisons can be strung together downwards from a state."""

        def holds(formula, state):
            return all(is_true(formula, cell) for cell in self.members[state])

        below = {
            worse
            for pair in pairs
            if holds(pair.better.formula, name)
            for worse in self.names
            if holds(pair.worse.formula, worse)
        }
        return max((1 + self._chain(pairs, worse) for worse in below), default=0)

    def _worth(self, dm, name):
        def holds(formula):
            return all(is_true(formula, cell) for cell in self.members[name])

        preferences = self.case.decision_makers[dm].preferences
        if isinstance(preferences, Prioritization):
            flat = []
            for entry in preferences.statements:
                flat += entry.any_order if isinstance(entry, AnyOrder) else [entry]
            return tuple(holds(statement.that.formula) for statement in flat)
        if isinstance(preferences, Ranking):
            return -next(
                place
                for place, group in enumerate(preferences.ranking)
                if any(holds(condition.formula) for condition in group)
            )
        if isinstance(preferences, Pairs):
            return self._chain(preferences.pairs, name)
        return sum(weight for option, weight in preferences.weights.items() if holds(Atom(option)))

    def improvements(self, dm, state):
        return {t for t in self.moves[dm][state] if self.worth[dm][t] > self.worth[dm][state]}

    def distances(self, start, movers, steps):
        """Return how many legal moves each end takes, by growing sets of (state, last mover)."""
        distance = {}
        known, frontier, length = set(), {(start, None)}, 0
        while frontier:
            length += 1
            reached = {(t, j) for s, last in frontier for j in movers if j != last for t in steps(j, s)}
            frontier = reached - known
            known |= reached
            for t, _ in frontier:
                distance.setdefault(t, length)
        return distance

    def superposed(self, left, to, moved):
        """Return the state when opponents move from `left` while the improvement to `to` is made, or ""."""
        cell = set(self.members[to][0])
        for mover, state in moved:
            own = {f"{mover}.{name}" for name in self.case.decision_makers[mover].options}
            assert self.members[left][0] - own == self.members[state][0] - own
            cell = (cell - own) | (self.members[state][0] & own)
        return self.state_of.get(frozenset(cell), "")


class Referee:
    """Checks one trace."""

    def __init__(self, game: Game, trace) -> None:
        self.game, self.trace = game, trace
        self.dm, self.left, self.concept = trace.decision_maker, trace.state, trace.concept.value
        self.opponents = [j for j in game.dms if j != self.dm]
        self.worth = game.worth[self.dm]
        self.complaints: list[str] = []

    def demand(self, truth, complaint) -> None:
        if not truth:
            self.complaints.append(complaint)

    def steps(self, mover, state):
        if self.concept in ("seq", "sseq"):
            return self.game.improvements(mover, state)
        return self.game.moves[mover][state]

    def no_better(self, end):
        return self.worth[end] <= self.worth[self.left]

    def escapes(self, end):
        """Return the countermoves to something better, for the concepts that consider them."""
        if self.concept not in ("smr", "sseq"):
            return set()
        return {t for t in self.game.moves[self.dm][end] if self.worth[t] > self.worth[self.left]}

    def deters(self, end):
        return bool(end) and self.no_better(end) and not self.escapes(end)

    def mentioned(self):
        """Return every state that the trace names."""
        for departure in self.trace.departures:
            yield departure.to
            for reply in (*departure.undeterring, *filter(None, [departure.deterred_by])):
                yield from (step.state for step in reply.steps)
                yield from filter(None, [reply.state, reply.countermove])

    def check(self) -> list[str]:
        if not {self.left, *self.mentioned()} <= set(self.game.names) or self.dm not in self.game.dms:
            return ["names a state or a decision maker that does not exist"]
        expected = self.game.improvements(self.dm, self.left)
        listed = [departure.to for departure in self.trace.departures]
        self.demand(
            listed == sorted(expected, key=self.game.names.index), "improvements missing, invented or disordered"
        )
        for departure in self.trace.departures:
            self.check_departure(departure)
        verdict = all(departure.deterred_by is not None for departure in self.trace.departures)
        self.demand(self.trace.stable == verdict, "verdict does not follow")
        return self.complaints

    def ends(self, to):
        """Return every end that a reply can have, with the length of the shortest way there."""
        if self.concept == "nash":
            return {}
        if self.concept != "sim":
            return self.game.distances(to, self.opponents, self.steps)
        able = {j: self.game.improvements(j, self.left) for j in self.opponents}
        ends = {}
        for size in range(1, len(able) + 1):
            for movers in combinations(able, size):
                for targets in product(*(able[j] for j in movers)):
                    moved = tuple(zip(movers, targets, strict=True))
                    ends[moved] = size
        return ends

    def check_departure(self, departure) -> None:
        ends = self.ends(departure.to)
        result = (lambda key: self.game.superposed(self.left, departure.to, key)) if self.concept == "sim" else str
        deterring = [length for key, length in ends.items() if self.deters(result(key))]
        if departure.deterred_by is not None:
            reply = departure.deterred_by
            self.check_reply(departure.to, reply)
            self.demand(self.deters(reply.state), "the reply does not deter")
            self.demand(reply.deters, "the reply says that it does not deter")
            self.demand(deterring and len(reply.steps) == min(deterring), "not the shortest reply that deters")
            self.demand(
                departure.undeterring == () and departure.n_replies is None, "a deterred departure lists failures"
            )
            return
        self.demand(not deterring, "something deters after all")
        self.demand(departure.n_replies == len(ends), "replies miscounted")
        self.demand(len(departure.undeterring) == min(len(ends), KEPT), "replies missing or invented")
        keys = set()
        for reply in departure.undeterring:
            self.check_reply(departure.to, reply)
            self.demand(not reply.deters, "a failed reply says that it deters")
            key = tuple((step.mover, step.state) for step in reply.steps) if self.concept == "sim" else reply.state
            self.demand(len(reply.steps) == ends.get(key), "not a shortest way to this end")
            keys.add(key)
        self.demand(len(keys) == len(departure.undeterring), "an end is listed twice")

    def check_reply(self, to, reply) -> None:
        self.demand(len(reply.steps) > 0, "a reply without a move")
        self.demand(reply.simultaneous == (self.concept == "sim"), "wrong kind of reply")
        known = all(step.mover in self.opponents for step in reply.steps)
        self.demand(known, "a step by nobody, or by the decision maker itself")
        if not known or not reply.steps:
            return
        if self.concept == "sim":
            self.check_moment(to, reply)
        else:
            self.check_sequence(to, reply)
        self.demand(reply.compared.value == self.comparison(reply.state), "the end is compared wrongly")
        escapes = self.escapes(reply.state) if reply.state and self.no_better(reply.state) else set()
        claimed = set() if reply.countermove is None else {reply.countermove}
        self.demand(claimed <= escapes and bool(claimed) == bool(escapes), "countermove missing or impossible")

    def check_sequence(self, to, reply) -> None:
        here, last = to, None
        for step in reply.steps:
            self.demand(step.mover != last, "somebody moves twice in a row")
            self.demand(step.state in self.steps(step.mover, here), "a step that cannot or would not be made")
            here, last = step.state, step.mover
        self.demand(here == reply.state, "the steps end elsewhere")

    def check_moment(self, to, reply) -> None:
        movers = [step.mover for step in reply.steps]
        self.demand(movers == [j for j in self.opponents if j in movers], "movers repeated or disordered")
        improving = all(step.state in self.game.improvements(step.mover, self.left) for step in reply.steps)
        self.demand(improving, "a step that would not be made")
        if improving:
            together = self.game.superposed(self.left, to, [(step.mover, step.state) for step in reply.steps])
            self.demand(together == reply.state, "the moves lead elsewhere")

    def comparison(self, end):
        if not end:
            return "not feasible"
        if end == self.left:
            return "the state it left"
        if self.worth[end] == self.worth[self.left]:
            return "equally preferred"
        return "more preferred" if self.worth[end] > self.worth[self.left] else "less preferred"


def complaints(game: Game, trace) -> list[str]:
    """Return what is wrong with a trace; nothing if it proves its verdict."""
    return Referee(game, trace).check()
