"""Words and sentences of made-up notes: common words often, the words of a subject now and then."""

from random import Random

SUBJECTS = {
    "networks": """packet router subnet gateway latency handshake datagram congestion checksum proxy
        socket firewall bandwidth retransmission multicast payload broadcast resolver""",
    "databases": """index transaction isolation replica shard deadlock cursor schema snapshot
        vacuum journal partition constraint trigger checkpoint tuple normalisation collation""",
    "biology": """membrane ribosome enzyme chloroplast mitochondrion receptor hormone neuron
        synapse antibody plasmid chromosome gamete cytoplasm osmosis allele mutation
        fermentation""",
    "learning": """gradient attention softmax embedding dropout logits encoder decoder momentum
        regularisation overfitting batch kernel activation perplexity tokenizer residual warmup""",
    "history": """treaty parliament monarchy empire plague harvest reformation colony tariff
        blockade armistice revolution merchant cathedral census famine alliance crusade""",
}
_PLAIN = """large small early late slow quick hidden shared local remote common rare simple strong
    weak careful stable partial final first single double several open closed"""
_VERBS = """keeps moves limits repeats needs changes carries protects measures follows replaces
    controls delays combines reduces explains connects begins produces checks releases stores"""
_THINGS = """part step order limit cause result rule value state change case process signal
    structure example system time place cost reason amount moment model surface"""
PLAIN, VERBS, THINGS = _PLAIN.split(), _VERBS.split(), _THINGS.split()
_OTHER = """usually roughly merely largely instead therefore nearly often however perhaps
    piece manner notion element factor portion aspect detail outcome origin purpose"""
OTHER_WORDS = _OTHER.split()

_SENTENCES = (
    "the {n} {v} the {t} of each {m}",
    "a {p} {n} {v} every {m} before the {t} is {p2}",
    "without it the {n} would stay {p} and no {m} {v} the {t}",
    "when the {t} is {p}, the {n} {v} one {m} at a time",
    "it {v} the {n} because the {m} has a {p} {t}",
    "most {n}s are {p}, so the {m} {v} them in the same {t}",
    "there are {k} kinds: one {v} the {n}, the others {v2} only the {m}",
)
_QUESTIONS = (
    "What does the {n} do to the {m}?",
    "Why is the {t} of a {n} {p}?",
    "How does a {p} {n} differ from a {m}?",
    "When would you use a {n} in place of a {m}?",
    "Which {t} {v} the {p} {n}?",
    "Explain how the {n} {v} the {m}?",
    "What happens to the {m} if the {n} is {p}?",
)


def fill(random: Random, frame: str, subject: str) -> str:
    """Return ``frame`` with words of the subject and common ones in its gaps."""
    nouns = random.sample(SUBJECTS[subject].split(), 2)
    return frame.format(
        n=nouns[0],
        m=nouns[1],
        t=random.choice(THINGS),
        p=random.choice(PLAIN),
        p2=random.choice(PLAIN),
        v=random.choice(VERBS),
        v2=random.choice(VERBS),
        k=random.randint(2, 9),
    )


def question(random: Random, subject: str) -> str:
    """Return a question about the subject."""
    return fill(random, random.choice(_QUESTIONS), subject)


def sentence(random: Random, subject: str) -> str:
    """Return a sentence about the subject."""
    text = fill(random, random.choice(_SENTENCES), subject)
    return text[0].upper() + text[1:] + "."


def paragraph(random: Random, subject: str, least: int = 1, most: int = 4) -> str:
    """Return some sentences, each on a line of its own."""
    return "\n".join(sentence(random, subject) for _ in range(random.randint(least, most)))
