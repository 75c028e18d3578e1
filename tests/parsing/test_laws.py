"""Whatever is done to a note, it is parsed, in time, and no line of it is lost."""

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.parsing.laws import SECONDS, broken_laws, timed_parse
from tests.parsing.mutate import mutate, samples

SAMPLES = samples()


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_a_mutated_note_keeps_the_laws(seed: int) -> None:
    name, text = mutate(Random(seed), SAMPLES)
    document, seconds = timed_parse(text, name)
    assert list(broken_laws(text, name, document)) == []
    assert seconds < SECONDS
