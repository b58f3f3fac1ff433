"""The sentence above the board: it calls nothing right of which it knows nothing."""

import pytest

from channels.verdict import State
from contenthub.admin.board.words import answer_of
from contenthub.dispatch.watch.tables import ChannelWatch


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ([State.ALIVE, State.LATE], "2 channels, and nothing is wrong."),
        ([State.NEW, State.NEW], "2 channels; of 2 nothing is known yet."),
        (
            [State.NEW, State.ALIVE, State.ALIVE],
            "3 channels; of 1 nothing is known yet. Nothing is wrong with the other 2.",
        ),
        ([State.NEW, State.ZOMBIE], "1 of 2 channels needs you."),
    ],
)
def test_the_board_says_of_how_many_channels_it_knows_nothing(states: list[State], said: str) -> None:
    assert answer_of([{"watch": ChannelWatch(state=one.value)} for one in states]) == said
