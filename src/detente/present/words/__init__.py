"""Conditions, states, moves and proof traces in plain words.

An option's label is an instruction ("Modify the control order"), so a party and what it does are written
``Ministry: modify the control order``, and what it does not do ``Ministry: do not modify the control order``. That
reads as English for any party, one or many, and needs no verb to be bent. Parties go by their short names here.
"""

from detente.present.words.conditions import condition_words
from detente.present.words.states import move_words, place_words, state_short, state_words
from detente.present.words.traces import trace_words

__all__ = ["condition_words", "move_words", "place_words", "state_short", "state_words", "trace_words"]
