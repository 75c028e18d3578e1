"""Who may look at whom: each mask against its sentence, place by place."""

import numpy as np
import pytest

from flashdeck.reference.masks import (
    causal_mask,
    combined,
    decoder_only,
    encoder_decoder,
    encoder_only,
    fitting_mask,
    full_mask,
    padding_mask,
    sliding_window_mask,
)


def test_the_causal_mask_lets_query_i_see_key_j_up_to_i() -> None:
    assert causal_mask(2, 3).tolist() == [[True, False, False], [True, True, False]]
    assert causal_mask(3).tolist() == [[j <= i for j in range(3)] for i in range(3)]
    assert causal_mask(1).tolist() == [[True]]


def test_the_padding_mask_hides_the_keys_from_the_length_on() -> None:
    assert padding_mask([2, 0, 3], 3).tolist() == [
        [[True, True, False]],
        [[False] * 3],
        [[True] * 3],
    ]
    assert padding_mask(1, 2).tolist() == [[True, False]]
    assert padding_mask([[1], [2]], 2).shape == (2, 1, 1, 2)


@pytest.mark.parametrize(("before", "after"), [(0, 0), (1, 0), (2, 1), (9, 9)])
def test_a_window_shows_the_neighbours(before: int, after: int) -> None:
    expected = [[-before <= j - i <= after for j in range(5)] for i in range(5)]
    assert sliding_window_mask(5, before, after).tolist() == expected


def test_combined_masks_show_what_each_of_them_shows() -> None:
    both = combined(causal_mask(3), padding_mask([1, 3], 3))
    assert both.shape == (2, 3, 3)
    assert both[0].tolist() == [[True, False, False]] * 3
    assert both[1].tolist() == causal_mask(3).tolist()
    assert combined(causal_mask(3), full_mask(3)).tolist() == causal_mask(3).tolist()


def test_an_encoder_sees_everything_but_padding() -> None:
    assert encoder_only(2).tolist() == [[True, True], [True, True]]
    assert encoder_only(2, [1]).tolist() == [[[True, False], [True, False]]]


def test_a_decoder_sees_nothing_that_comes_later() -> None:
    assert decoder_only(3).tolist() == causal_mask(3).tolist()
    assert decoder_only(2, [1]).tolist() == [[[True, False], [True, False]]]


def test_an_encoder_decoder_sees_all_of_the_source_and_no_later_target() -> None:
    masks = encoder_decoder(3, 2, source_lengths=[2, 3], target_lengths=[2, 1])
    seen = [True, True, False]
    assert masks.encoder[0].tolist() == [seen, seen, seen]
    assert masks.decoder[0].tolist() == [[True, False], [True, True]]
    assert masks.decoder[1].tolist() == [[True, False], [True, False]]
    assert masks.cross[0].tolist() == [seen, seen]
    assert masks.cross[1].all()
    assert encoder_decoder(3, 2).cross.tolist() == full_mask(2, 3).tolist()


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(ValueError, match=r"mask: shape \(0, 0\); expected at least one query"):
        causal_mask(0)
    with pytest.raises(ValueError, match=r"mask: shape \(2, 0\)"):
        full_mask(2, 0)
    with pytest.raises(ValueError, match=r"lengths: 4 to 4 in shape \(1,\); expected 0 to 3"):
        padding_mask([4], 3)
    with pytest.raises(ValueError, match="lengths: float64"):
        padding_mask([1.5], 3)
    with pytest.raises(ValueError, match="before, after: -1, 0; expected whole numbers >= 0"):
        sliding_window_mask(3, -1, 0)
    with pytest.raises(ValueError, match=r"mask 2: shape \(2, 2\); expected to broadcast"):
        combined(causal_mask(3), causal_mask(2))
    with pytest.raises(ValueError, match=r"mask: int64 in shape \(1, 1\); expected bool"):
        fitting_mask(np.array([[1]]), (1, 1))
