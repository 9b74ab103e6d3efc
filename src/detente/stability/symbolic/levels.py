r"""On which level of its preference a decision maker has a state, and how many levels there are; exact, none listed.

A level is a vector of bits (`detente.stability.symbolic.preferences`) that some feasible state has. Let :math:`b_k(x)`
be the bits. The vectors that occur are the image

.. math::  \{v : \exists x\in F,\; v_k = b_k(x) \text{ for all } k\}

which is a diagram over the v. Its size is the number of levels, and the level of a state is one more than the number
of vectors that are lexicographically smaller than its own. Bits are taken in one after another, and an option is
quantified away with the last bit that depends on it: with statements on few options what is in between stays small,
even where there are a billion levels. For v serve the variables y of options, of one that the bit depends on where
possible, so that the two are neighbours in the order.
"""

from __future__ import annotations

from detente.stability.symbolic.diagrams import Diagram, meet
from detente.stability.symbolic.model import SymbolicModel
from detente.stability.symbolic.preferences import greater
from detente.stability.symbolic.states import State


class Levels:
    """The preference levels of one decision maker: ordinal, 1 is worst.

    Parameters
    ----------
    model
    i
        Position of the decision maker.

    Attributes
    ----------
    n_levels : int

    Raises
    ------
    LimitError
        The budget is used up.
    """

    def __init__(self, model: SymbolicModel, i: int) -> None:
        self._model = model
        self._bits = model.parties[i].bits
        with model.diagrams.within_memory():
            self._vectors, self._image = _image(model, self._bits)
            self.n_levels = self._count(self._image)

    def of(self, state: State) -> int:
        """Return the level of a state."""
        diagrams = self._model.diagrams
        with diagrams.within_memory():
            here = [diagrams.true if diagrams.has(bit, state.combination) else diagrams.false for bit in self._bits]
            return 1 + self._count(self._image & greater(diagrams, here, self._vectors))

    def _count(self, vectors: Diagram) -> int:
        return self._model.diagrams.count_over(vectors, len(self._bits))


def _image(model: SymbolicModel, bits: tuple[Diagram, ...]) -> tuple[list[Diagram], Diagram]:
    """Return a variable for each bit, and the vectors of bits that feasible states have."""
    diagrams = model.diagrams
    options = range(diagrams.n_options)
    depends = [[j for j in options if bit.exists(diagrams.now[j]) != bit] for bit in bits]
    last = {j: place for place, on in enumerate(depends) for j in on}
    image = model.feasible.exists(diagrams.conjunction(diagrams.now[j] for j in options if j not in last))
    free = dict.fromkeys(options)
    spare = diagrams.spare(len(bits) - diagrams.n_options)
    variables: list[Diagram] = []
    for place, (bit, on) in enumerate(zip(bits, depends, strict=True)):
        diagrams.check()
        chosen = next((j for j in on if j in free), next(iter(free), None))
        if chosen is None:
            variables.append(spare.pop())
        else:
            del free[chosen]
            variables.append(diagrams.after[chosen])
        done = diagrams.conjunction(diagrams.now[j] for j, end in last.items() if end == place)
        image = meet(image, ~(variables[-1] ^ bit), done)
    return variables, image
