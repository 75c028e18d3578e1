"""Our reader of blocks finds exactly those that markdown-it finds."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

from flashdeck.parsing.blocks import Block, read_blocks
from flashdeck.parsing.regions import MAX_SETEXT_HEADING

LINES = """
# h
## h ##
###
#x
#######
   # h
    # h
## x\u00a0
#\u00a0x
text
more of it
x\u0020\u0020
  y
x\u00a0
\u3000y
1986 was
…é
-
- item
- - nested
  - nested
* b
+ c
-\tx
- 1. x
- # h
- ```
- > a
- [ ] task
- [foo]: /url
1. one
2) two
10. x
1)
   1. y
    code
\tcode
> quote
>
> # q
> ```
```
```py
````
~~~
 ```
    ```
``` a`b
`code`
---
***
- - -
_
===
--
= =
| a | b |
|---|---|
a | b
-|-
:--|--:
- | -
<div>
</div>
</Details><p>
<summary>a</summary>\u0020
<p
<pa>
<h2 id="x">
<!-- c
-->
<!-- c -->
<pre>
</pre>
<b>x
<http://x>
[foo]: /url
[foo]: /url 'title
title'
[foo]
[a](b)
**bold**
__b__
\\# x
...
""".splitlines()

parser = MarkdownIt("commonmark").enable("table").use(front_matter_plugin)


def expected(text: str) -> Iterator[Block]:
    """Yield the blocks of a whole parse of ``text`` by markdown-it."""
    tokens = parser.parse(text)
    for token, after in zip(tokens, [*tokens[1:], None], strict=False):
        if token.level or token.nesting < 0 or not token.map:
            continue
        start, end = token.map
        kind = token.type.removesuffix("_open")
        content = after.content if after and token.nesting else token.content
        if kind == "heading" and token.markup in "-=" and "\n" in content:
            yield Block("paragraph", start, end - 1, text=content)
            yield Block("hr", end - 1, end)
        else:
            level = int(token.tag[1]) if kind == "heading" else 0
            yield Block(kind, start, end, level, content, token.info)


@settings(max_examples=1500)
@given(
    st.lists(st.sampled_from(LINES) | st.just(""), max_size=12).map("\n".join),
    st.sampled_from(["", "\n", "\n\n", "  ", "\n  "]),
)
@example("---\na: 1\n# b\n---\n# c", "")
@example("<!--\n# a\n-->\n# b", "")
@example("- a\n\n# b\n\n<div>\n# c\n\n# d", "\n")
@example("```\n# a\n~~~\n# b\n```\n# c", "")
@example("Text:\n- a\n- b\n\n1. c\n\n\n2. d\n\nText", "")
def test_blocks_are_those_of_markdown_it(text: str, end: str) -> None:
    assert list(read_blocks(text + end)) == list(expected(text + end))


def test_line_ends_of_all_systems_are_understood() -> None:
    text = "# a\n\ntext\nmore\n\n- b\n> c\n"
    for line_end in ("\r\n", "\r"):
        assert read_blocks(text.replace("\n", line_end)) == read_blocks(text)


@pytest.mark.parametrize("html", ["<pre>c", "<!-- c", "<script>"])
def test_html_in_a_quote_that_ends_the_text_is_read(html: str) -> None:
    (block,) = read_blocks(f"> - {html}\n> ")
    assert (block.kind, block.start, block.end) == ("blockquote", 0, 2)


def test_a_rule_right_below_a_long_paragraph_makes_no_heading_of_it() -> None:
    long = "x" * (MAX_SETEXT_HEADING + 1)
    assert [block.kind for block in read_blocks(f"{long}\n---\n")] == ["paragraph", "hr"]
    assert [block.kind for block in read_blocks("x\n---\n")] == ["heading"]
