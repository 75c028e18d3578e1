"""Questions that authors of prose ask their readers or themselves, and that nobody can be asked."""

import re

SHORTEST_WORDS = 3
SHORTEST_WIDE = 4

_WIDE = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_RHETORICAL = re.compile(
    r"\b(?:need|want|looking\s+for|interested|ready|stuck|got|have\s+(?:a|any)|found\s+a|"
    r"what['’]?s\s+next|now\s+what|so\s+what|what\s+now|sound\s+familiar|(?:what|how)\s+about|"
    r"who\s+(?:is\s+this|are\s+(?:we|you)|am\s+i))\b"
    r"|^(?:and|but|so|or)\b|^(?:is|are|does|do|was|has|did|can|will|should)\s+"
    r"(?:it|this|that|they|these|he|she|we|you)\b"
    r"|\b(?:is|are|does|do|was|has|did)\s+(?:it|this|that|they|these|he|she)\b(?:\s+\w+)?\W*$"
    r"|^(?:what|who|why|how)\s+(?:is|are|not)?\s*(?:this|it|that|me|us|you)\b\W*$",
    re.IGNORECASE,
)


def stands_alone(question: str) -> bool:
    """Tell whether a question names what it is about."""
    long_enough = (
        len(question.split()) >= SHORTEST_WORDS or len(_WIDE.findall(question)) >= SHORTEST_WIDE
    )
    return long_enough and not _RHETORICAL.search(question)
