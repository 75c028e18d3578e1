"""Settings: defaults, a file over them, the environment over both, and clear refusals."""

from pathlib import Path

import pytest

from flashdeck.config import Settings, load_settings, store_path
from flashdeck.errors import FlashdeckError, StoreError
from flashdeck.limits import Limits


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("NEW_PER_DAY", "ROLLOVER_HOUR", "SCHEDULER"):
        monkeypatch.delenv(f"FLASHDECK_{name}", raising=False)
    monkeypatch.setenv("FLASHDECK_CONFIG", str(tmp_path / "config.toml"))
    return tmp_path / "config.toml"


def test_without_a_file_the_defaults_hold() -> None:
    settings = load_settings()
    assert (settings.new_per_day, settings.rollover_hour) == (20, 4)


def test_the_file_counts_over_the_defaults_and_the_environment_over_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("new_per_day = 7\nrollover_hour = 0\n")
    assert load_settings() == Settings(new_per_day=7, rollover_hour=0)
    monkeypatch.setenv("FLASHDECK_NEW_PER_DAY", "9")
    assert load_settings() == Settings(new_per_day=9, rollover_hour=0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("new_per_day = -1", "new_per_day is -1"),
        ("new_per_day = 10000", "new_per_day is 10000"),
        ("new_per_day = true", "new_per_day is True"),
        ("new_per_day = 2.5", "new_per_day is 2.5"),
        ("rollover_hour = 24", "rollover_hour is 24"),
        ("new_a_day = 1", "there is no setting 'new_a_day'"),
        ("new_per_day = \n\n", "at line 1"),
        ("scheduler = 2", "scheduler is 2"),
        ("new_order = 'shuffled'", "new_order is 'shuffled'"),
        ("bury_siblings = 'maybe'", "bury_siblings is 'maybe'"),
        ("reviews_per_day = -1", "reviews_per_day is -1"),
        ("scheduler = ' '", "scheduler is ' '"),
        ("answer_seconds = 0", "answer_seconds is 0"),
        ("decks = 3", "decks is 3"),
        ("[decks]\nMaths = 5", "decks is {'Maths': 5}"),
        ("[decks.Maths]\nnew_per_day = -1", "decks is {'Maths': {'new_per_day': -1}}"),
        ("[decks.Maths]\nnew_per_day = true", "decks is"),
        ("[decks.Maths]\nnew_a_day = 1", "decks is"),
    ],
)
def test_a_wrong_setting_is_told_with_its_file(file: Path, text: str, message: str) -> None:
    file.write_text(text)
    with pytest.raises(FlashdeckError) as caught:
        load_settings()
    assert caught.value.message.startswith(str(file))
    assert message in caught.value.message
    assert caught.value.hint


def test_single_decks_may_have_limits(file: Path) -> None:
    file.write_text('[decks."Maths/Sets"]\nnew_per_day = 3\n[decks.Music]\nreviews_per_day = 0\n')
    assert load_settings().decks == {
        "Maths/Sets": Limits(new_per_day=3),
        "Music": Limits(reviews_per_day=0),
    }


def test_a_file_that_is_no_text_is_refused(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(FlashdeckError, match=r"config\.toml"):
        load_settings()


@pytest.mark.parametrize(("word", "means"), [("yes", True), ("0", False), ("False", False)])
def test_a_variable_says_yes_or_no(word: str, means: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASHDECK_BURY_SIBLINGS", word)
    assert load_settings().bury_siblings is means


def test_the_scheduler_is_a_line_of_text(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().scheduler == "sm2"
    file.write_text("scheduler = 'fsrs desired_retention=0.92'\n")
    assert load_settings().scheduler == "fsrs desired_retention=0.92"
    monkeypatch.setenv("FLASHDECK_SCHEDULER", "leitner")
    assert load_settings().scheduler == "leitner"


@pytest.mark.parametrize("value", ["many", "-1", "1e3", "99999"])
def test_a_wrong_variable_is_told(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASHDECK_NEW_PER_DAY", value)
    with pytest.raises(FlashdeckError, match="the environment: new_per_day is"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("cards.db", Path("cards.db")),
        ("sqlite:///cards.db", Path("cards.db")),
        ("sqlite:////var/cards.db", Path("/var/cards.db")),
        ("sqlite:///my%20cards.db", Path("my cards.db")),
        ("~/cards.db", Path.home() / "cards.db"),
    ],
)
def test_a_path_or_an_sqlite_address_names_the_store(name: str, path: Path) -> None:
    assert store_path(name) == path


@pytest.mark.parametrize(
    "name", ["postgresql://host/db", "sqlite://host/db", "sqlite://", "http://x/y"]
)
def test_any_other_address_is_refused(name: str) -> None:
    with pytest.raises(StoreError, match="not a store that flashdeck can use"):
        store_path(name)
