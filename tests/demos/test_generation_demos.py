"""The demos that write: fractions counted by hand, all texts enumerated, and what mistakes give."""

import math
from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_allclose

from flashdeck.demos import run_demo
from flashdeck.demos.bigrams import bigrams
from tests.demos.values import refusal, values

TEXT = "the cat sat . the cat ran . the dog sat . a dog ran ."  # the 3, a 1; cat 2, dog 1


def test_a_model_is_the_counts_of_its_text() -> None:
    model = bigrams(TEXT.split())
    assert model.words == (".", "the", "cat", "sat", "ran", "dog", "a")
    assert model.counts.sum() == len(TEXT.split())
    assert model.counts[0].tolist() == [0, 3, 0, 0, 0, 0, 1]
    assert model.counts[1].tolist() == [0, 0, 2, 0, 0, 1, 0]
    assert_allclose(np.exp(model.next_logits((5, 1))), model.counts[1])
    assert (bigrams(TEXT.split()[:-1]).counts == model.counts).all()  # a last dot goes without
    assert (bigrams(TEXT.split(), 1.0).counts == model.counts + 1).all()


def test_greedy_takes_the_most_frequent_word_each_time() -> None:
    found = values("generation", {"text": TEXT, "strategy": "greedy"})
    assert found["written"] == "the cat sat ."
    assert_allclose(found["probabilities"][1], [0, 0, 2 / 3, 0, 0, 1 / 3, 0], atol=1e-15)
    assert found["shaped"][1].tolist() == [0, 0, 1, 0, 0, 0, 0]
    assert_allclose(found["probability"], 3 / 4 * 2 / 3 * 1 / 2 * 1)


@pytest.mark.parametrize(
    ("given", "first"),
    [
        ({"strategy": "temperature", "temperature": 1}, [3 / 4, 1 / 4]),
        ({"strategy": "temperature", "temperature": 0.5}, [9 / 10, 1 / 10]),  # squared
        ({"strategy": "top-k", "k": 1}, [1.0, 0.0]),
        ({"strategy": "top-k", "k": 2, "temperature": 0.5}, [9 / 10, 1 / 10]),
        ({"strategy": "nucleus", "p": 0.75, "temperature": 1}, [1.0, 0.0]),
        ({"strategy": "nucleus", "p": 0.76, "temperature": 1}, [3 / 4, 1 / 4]),
    ],
)
def test_each_strategy_shapes_the_first_row_as_worked_by_hand(
    given: dict[str, object], first: list[float]
) -> None:
    row = values("generation", {"text": TEXT, **given})["shaped"][0]
    assert_allclose([row[1], row[6]], first, atol=1e-15)


def test_what_is_drawn_follows_the_shaped_rows() -> None:
    begins = [
        values("generation", {"text": TEXT, "seed": seed, "temperature": 1, "k": 7})["written"]
        for seed in range(400)
    ]
    share = sum(text.startswith("the") for text in begins) / len(begins)
    assert abs(share - 0.75) < 4 * math.sqrt(0.75 * 0.25 / 400)


def test_the_mistakes_about_writing_make_the_numbers_that_they_say() -> None:
    text = "a x . " * 3 + "b x . " * 2 + "c x ."
    given = {"text": text, "strategy": "top-k", "k": 2, "temperature": 0.5, "longest": 1}
    assert_allclose(values("generation", given)["shaped"][0][[1, 3]], [9 / 13, 4 / 13])
    kept = values("generation", given, "not-renormalised")["shaped"][0]
    assert_allclose(kept[[1, 3, 4]], [9 / 14, 4 / 14, 0])
    roots = values("generation", given, "multiplied")["shaped"][0]
    assert_allclose(roots[1], math.sqrt(3) / (math.sqrt(3) + math.sqrt(2)))
    cold = values("generation", given, "temperature-ignored")["shaped"][0]
    assert_allclose(cold[[1, 3]], [3 / 5, 2 / 5])
    joint = values("generation", given, "joint")["probabilities"][0]
    assert_allclose(joint[[1, 3, 4]], [3 / 18, 2 / 18, 1 / 18])
    greedy = {"text": TEXT, "strategy": "greedy"}
    assert_allclose(values("generation", greedy, "added")["probability"], 3 / 4 + 2 / 3 + 1 / 2 + 1)


def test_beam_search_finds_what_greedy_misses() -> None:
    found = values("beam-search", {})
    assert found["best"] == "a dog ran ."
    assert_allclose(found["probability"], 2 / 5)
    assert_allclose(found["against_greedy"], [3 / 5 * 1 / 3, 2 / 5])
    first, second, *_ = found["rounds"].splitlines()
    assert first == "1: the 0.6 | a 0.4"
    assert second == "2: a dog 0.4 | the cat 0.2"
    assert_allclose(found["kept"], [0.4, 0.2])


def test_a_wide_beam_finds_the_best_of_all_texts() -> None:
    given = {"text": "a b . a c . b c . c . c a . a a .", "width": 6, "longest": 3}
    model = bigrams(str(given["text"]).split())
    n, table = len(model.words), model.probabilities
    best = 0.0
    for length in range(1, 4):
        for tokens in product(range(n), repeat=length):
            complete = tokens[-1] == 0 or length == 3
            if complete and 0 not in tokens[:-1]:
                pairs = zip((0, *tokens[:-1]), tokens, strict=True)
                best = max(best, math.prod(table[pair] for pair in pairs))
    assert_allclose(values("beam-search", given)["probability"], best)


def test_width_1_is_greedy() -> None:
    found = values("beam-search", {"width": 1})
    assert found["best"] == "the cat sat ."
    assert found["against_greedy"][0] == found["against_greedy"][1]


def test_the_mistakes_about_beams_make_the_numbers_that_they_say() -> None:
    alone = values("beam-search", {}, "greedy")
    assert alone["best"] == "the cat sat ."
    assert_allclose(alone["probability"], 0.2)
    assert_allclose(values("beam-search", {}, "added")["probability"], 3.4)
    assert_allclose(values("beam-search", {}, "per-word")["probability"], 0.85)


FORCED = {"text": "the cat . the cat . a dog .", "target": "a dog ."}  # 6 words with the dot


def test_both_decoders_as_worked_by_hand() -> None:
    found = values("teacher-forcing", FORCED)
    assert found["forced_fed"] == ". a dog"
    assert found["free_fed"] == ". the cat"
    # counts and one each: . → the 3, a 2 of 8; a → dog 2 of 6; dog → . 2 of 6
    assert_allclose(found["forced"], [2 / 8, 2 / 6, 2 / 6])
    # the → dog 1 of 7; cat → . 3 of 7
    assert_allclose(found["free"], [2 / 8, 1 / 7, 3 / 7])
    forced = -(math.log(2 / 8) + 2 * math.log(2 / 6)) / 3
    free = -(math.log(2 / 8) + math.log(1 / 7) + math.log(3 / 7)) / 3
    assert_allclose(found["losses"], [forced, free])
    assert_allclose(found["gap"], [0, math.log(7 / 3), math.log(7 / 9)], atol=1e-15)


def test_the_mistakes_about_forcing_make_the_numbers_that_they_say() -> None:
    own = values("teacher-forcing", FORCED, "own-words")
    assert_allclose(own["forced"], [2 / 8, 1 / 7, 3 / 7])
    assert own["losses"][0] == own["losses"][1]
    same = values("teacher-forcing", FORCED, "not-shifted")["forced"]
    assert_allclose(same, [1 / 6, 1 / 6, 1 / 8])  # a → a, dog → dog, . → .
    summed = values("teacher-forcing", FORCED, "summed")["losses"]
    assert_allclose(summed, 3 * values("teacher-forcing", FORCED)["losses"])


@pytest.mark.parametrize("name", ["generation", "beam-search", "teacher-forcing"])
def test_a_text_of_one_word_can_be_written(name: str) -> None:
    given = {"text": "yes", "target": "yes"} if name == "teacher-forcing" else {"text": "yes"}
    assert run_demo(name, given).steps
    assert run_demo(name, dict.fromkeys(given, ".")).steps


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("generation", {"text": []}, "text is []"),
        ("generation", {"text": "w " * 61}, "at most 60 items"),
        ("generation", {"temperature": 0}, "temperature is 0: "),
        ("generation", {"strategy": "best"}, "strategy is 'best': "),
        ("beam-search", {"width": 7}, "width is 7: "),
        ("teacher-forcing", {"target": "a bird ."}, "target has words that text has not: bird"),
    ],
)
def test_what_does_not_fit_is_refused(name: str, given: dict[str, object], message: str) -> None:
    assert message in refusal(name, given)
