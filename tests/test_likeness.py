"""How alike two cards are: what sets a card apart counts, what all of them say does not."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from flashdeck.likeness import Parts, Rarity, part
from flashdeck.matching import normal_form

PORTS = [("mail", 25), ("web", 80), ("name", 53), ("time", 123), ("print", 631), ("chat", 194)]


def card(question: str, answer: str) -> Parts:
    return part(normal_form(question)), part(normal_form(answer))


def port(name: str, number: int) -> Parts:
    return card(f"Which port does the {name} service use?", f"It listens on port {number}.")


def rarity_of(*cards: Parts) -> Rarity:
    rarity = Rarity()
    for it in cards:
        rarity.add("file", it)
    return rarity


def alike(rarity: Rarity, one: Parts, other: Parts) -> float:
    return rarity.likeness("file", one, "file", other)


def test_a_card_is_most_like_itself() -> None:
    cards = [port(*it) for it in PORTS]
    rarity = rarity_of(*cards)
    for one, other in product(cards, cards):
        assert (alike(rarity, one, other) == 1.0) == (one is other)


def test_the_frame_of_a_template_makes_no_card_like_another() -> None:
    cards = [port(*it) for it in PORTS]
    rarity = rarity_of(*cards)
    assert max(alike(rarity, a, b) for a, b in product(cards, cards) if a is not b) < 0.3


def test_other_words_in_the_frame_leave_a_card_itself() -> None:
    cards = [port(*it) for it in PORTS]
    edited = card("Which prot is used by the mail service?", "It waits on port 25.")
    rarity = rarity_of(*cards, edited)
    scores = [alike(rarity, edited, it) for it in cards]
    assert scores[0] > 0.5 > max(scores[1:])


def test_an_answer_that_many_give_makes_no_card_like_another() -> None:
    asked = ("Is a whale a fish?", "Does glass flow?", "Can pigs sweat?", "Was Troy found late?")
    cards = [card(question, "Only if it was declared so.") for question in asked]
    rarity = rarity_of(*cards)
    assert max(alike(rarity, a, b) for a, b in product(cards, cards) if a is not b) < 0.5


def test_a_misspelt_word_is_still_the_word() -> None:
    old = card("Which enzyme unwinds the helix?", "Helicase.")
    new = card("Which enzmye unwinds the helix?", "Helicsae.")
    assert alike(rarity_of(old, new), new, old) > 0.8


def test_another_number_is_another_fact() -> None:
    old = card("What happened in 1905?", "A wonderful year for physics.")
    other = card("What happened in 1915?", "A wonderful year for physics.")
    reworded = card("What occurred in 1905?", "A wonderful year for physics.")
    rarity = rarity_of(old, other, reworded)
    assert alike(rarity, reworded, old) > alike(rarity, other, old) + 0.1


TEXTS = st.text(max_size=30)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_likeness_is_a_share_whatever_the_text(a: str, b: str, c: str, d: str) -> None:
    one, other = card(a, b), card(c, d)
    rarity = rarity_of(one, other)
    assert 0 <= alike(rarity, one, other) <= 1
    assert alike(rarity, one, one) == 1


def test_one_number_of_several_that_is_the_same_does_not_make_two_formulas_one() -> None:
    old = card("What is $o_{t-1}$ when $a_t = 51$ and $k = 2$?", "$o_t = W h_{t-1} + 51 a$")
    other = card("What is $g_{t-3}$ when $o_t = 51$ and $k = 4$?", "$g_t = W h_{t-3} + 51 o$")
    corrected = card("What is $o_{t-1}$ when $a_t = 51$ and $k = 3$?", "$o_t = W h_{t-1} + 51 a$")
    rarity = rarity_of(old, other, corrected)
    assert alike(rarity, other, old) < 0.5 < alike(rarity, corrected, old)


def test_other_numbers_in_one_part_and_other_words_in_the_other_make_another_card() -> None:
    old = card("What is $f_{t-3}$ when $b_t = 44$?", "There are 6 kinds: one keeps the journal.")
    other = card("What is $h_{t-2}$ when $z_t = 9$?", "There are 6 kinds: one needs the journal.")
    reworded = card("Give $f_{t-3}$ for $b_t = 44$?", "There are 6 sorts: one keeps a journal.")
    frames = [card(f"What is $f_{{t-{i}}}$ when $b_t = {i}$?", f"Kind {i}.") for i in range(30)]
    rarity = rarity_of(old, other, reworded, *frames)
    assert alike(rarity, other, old) < 0.4
    assert alike(rarity, reworded, old) > 0.5


def test_a_question_that_many_ask_does_not_make_up_for_other_numbers_in_the_answer() -> None:
    frames = [card("What is the output?", f"It prints {i * 7}. The {n} is so.") for n, i in PORTS]
    old = card("What is the output?", "`let x = 50 + 15` prints 329. There are 6 kinds of tuple.")
    other = card("What is the output?", "`range(4) % 6` prints 29. There is one kind of tuple.")
    rarity = rarity_of(old, other, *frames)
    assert alike(rarity, other, old) < 0.3


def test_other_symbols_and_numbers_in_both_parts_make_another_card() -> None:
    old = card("What is $h_{t-2}$ when $f_t = 49$?", "$h_t = W_h x_t + U_h h_{t-2} + 49 f$")
    symbols = card("What is $f_{t-2}$ when $o_t = 49$?", "$f_t = W_f x_t + U_f f_{t-2} + 49 o$")
    numbers = card("What is $h_{t-2}$ when $f_t = 35$?", "$h_t = W_h x_t + U_h h_{t-2} + 35 f$")
    reworded = card("Give $h_{t-2}$ for $f_t = 49$.", "$h_t = W_h x_t + U_h h_{t-2} + 49 f$, so")
    rarity = rarity_of(old, symbols, numbers, reworded)
    assert alike(rarity, reworded, old) > 0.8
    assert max(alike(rarity, symbols, old), alike(rarity, numbers, old)) < 0.5


def test_one_other_symbol_on_both_sides_and_other_words_make_another_card() -> None:
    frames = [card(f"What is $f_t$ when $b_t = {i}$?", f"$f_t = {i} b$") for i in range(30)]
    old = card("What is $i_t$ when $r_t = 64$ and $k = 4$?", "$i_t = W x_t + 64 r$. A famine.")
    other = card("What is $i_t$ when $q_t = 64$ and $k = 4$?", "$i_t = W x_t + 64 q$. No tariff.")
    rarity = rarity_of(old, other, *frames)
    assert alike(rarity, other, old) < 0.5
