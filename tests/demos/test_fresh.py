"""Fresh parameters are drawn again until each mistake would be seen and told from the others."""

from collections.abc import Callable, Sequence

import numpy as np

from flashdeck.demos import Demo, Mistake, Params, Step, fresh_params
from flashdeck.demos.fresh import mistakes_differ


class Pair(Params):
    a: int = 1
    b: int = 1


def shown(compute: Callable[[Pair], float]) -> Callable[[Pair], Sequence[Step]]:
    return lambda params: [
        Step("result", "", np.array(float(compute(params))), "The result."),
        Step("aside", "", np.array(float(params.a - params.b)), "Never asked."),
    ]


def drawn(draw: np.random.Generator) -> Pair:
    a, b = draw.integers(0, 4, 2)
    return Pair(a=int(a), b=int(b))


product = Demo(
    "product",
    "A product",
    "The product.",
    Pair,
    shown(lambda pair: pair.a * pair.b),
    {
        "sum": Mistake("the sum", shown(lambda pair: pair.a + pair.b)),
        "power": Mistake("the power", shown(lambda pair: pair.a**pair.b)),
    },
    asks=("result",),
    fresh=drawn,
)


def test_mistakes_that_give_the_right_answer_or_the_same_wrong_one_are_seen() -> None:
    assert not mistakes_differ(product, Pair(a=2, b=2))  # all three are 4
    assert not mistakes_differ(product, Pair(a=3, b=1))  # 3 to the power of 1 is 3·1
    assert not mistakes_differ(product, Pair(a=1, b=0))  # the sum and the power are both 1
    assert mistakes_differ(product, Pair(a=2, b=3))  # 6, 5 and 8


def test_what_is_drawn_tells_every_mistake_apart() -> None:
    for seed in range(50):
        params = fresh_params(product, np.random.default_rng(seed))
        assert mistakes_differ(product, params)


def test_the_same_seed_draws_the_same_question() -> None:
    first, second = (fresh_params(product, np.random.default_rng(7)) for _ in range(2))
    assert first == second


def test_without_a_draw_of_its_own_a_demo_gets_another_seed() -> None:
    class Seeded(Params):
        seed: int = 0

    demo = Demo("seeded", "T", "L.", Seeded, lambda _: [])
    seeds = {fresh_params(demo, np.random.default_rng(n)).model_dump()["seed"] for n in range(3)}
    assert len(seeds) == 3


def test_mistakes_that_never_differ_do_not_hang() -> None:
    same = Mistake("the same", shown(lambda pair: pair.a * pair.b))
    demo = Demo(
        "d", "T", "L.", Pair, product.run, {"same": same}, asks=("result",), fresh=product.fresh
    )
    assert isinstance(fresh_params(demo, np.random.default_rng(0)), Pair)
