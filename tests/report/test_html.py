from html.parser import HTMLParser

from kinpanel.report import Table
from kinpanel.report.html import fragment, render_html
from kinpanel.report.table import plain


class Page(HTMLParser):
    VOID = {"meta", "!doctype"}

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.open, self.texts = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


KNOWN = {
    "html", "head", "meta", "title", "body", "main", "div", "style", "table", "caption",
    "colgroup", "thead", "tbody", "tr", "th", "td", "p",
}  # fmt: skip


def test_hostile_labels_are_text_and_nothing_else(hostile):
    page = Page(render_html(hostile).decode())
    assert set(page.tags) <= KNOWN
    assert page.open == []
    assert plain(hostile.title) in page.texts
    names = {name for _, name, _ in page.attributes}
    assert not {name for name in names if name.startswith("on")} | names & {"src", "href", "style"}


def test_nothing_is_fetched_and_no_script_may_run(plain_table):
    text = render_html(plain_table).decode()
    assert "default-src 'none'; style-src 'unsafe-inline'" in text
    assert "url(" not in text
    assert "@import" not in text


def test_headings_say_what_they_head(plain_table):
    page = Page(render_html(plain_table).decode())
    scopes = [value for tag, name, value in page.attributes if tag == "th" and name == "scope"]
    assert scopes == ["colgroup", "col", "col", "col", "col", "row", "rowgroup", "row"]
    assert page.tags.count("caption") == 1
    assert ("html", "lang", "en") in page.attributes


def test_references_within_the_page_lead_somewhere(plain_table):
    page = Page(render_html(plain_table).decode())
    ids = [value for _, name, value in page.attributes if name == "id"]
    wanted = {
        v for _, name, v in page.attributes if name in {"aria-labelledby", "aria-describedby"}
    }
    assert len(ids) == len(set(ids))
    assert wanted <= set(ids)


def test_the_piece_for_a_notebook_is_inside_the_page(plain_table):
    assert fragment(plain_table).strip() in render_html(plain_table).decode()


def test_every_row_spans_the_whole_table(hostile: Table):
    rows = render_html(hostile).decode().split("<tr>")[1:]
    for row in rows:
        spans = [int(part.split('"')[0]) for part in row.split('colspan="')[1:]]
        cells = row.split("</tr>")[0].count("<th") + row.split("</tr>")[0].count("<td")
        assert cells - len(spans) + sum(spans) == 4
