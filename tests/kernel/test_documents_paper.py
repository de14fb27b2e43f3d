"""The specimen paper in both languages: archivable, readable by a screen reader, equal bytes every time."""

import csv
import io
import time
from datetime import UTC, datetime

import pypdf
import pytest
from specimen import SPECIMEN

from girih.kernel.documents.paper import PaperError, compile_pdf, font_folder
from girih.kernel.persian import fold

pytestmark = pytest.mark.pure

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fonts():
    try:
        font_folder()
    except PaperError as reason:
        pytest.skip(str(reason))


def paper(lang: str, **changes) -> bytes:
    return compile_pdf("documents/specimen.typ", {**SPECIMEN[lang], **changes}, lang=lang, at=AT)


def opened(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def text_of(reader: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def has_figure(text: str, figure: str) -> bool:
    """pypdf turns runs of Persian characters around, and digits with them, which run left to right."""
    return figure in text or figure[::-1] in text


@pytest.mark.parametrize("lang", ["fa", "en"])
def test_a_paper_is_tagged_archivable_and_says_its_language(lang):
    reader = opened(paper(lang))
    catalogue = reader.trailer["/Root"]
    assert str(catalogue["/Lang"]).split("-")[0] == lang
    assert catalogue["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    metadata = catalogue["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert reader.metadata.title == SPECIMEN[lang]["title"]
    assert reader.metadata.creation_date == AT


@pytest.mark.parametrize("lang", ["fa", "en"])
def test_pages_and_their_cover(lang):
    assert len(opened(paper(lang)).pages) == 2
    covered = opened(paper(lang, with_cover=True))
    assert len(covered.pages) == 3
    first = covered.pages[0].extract_text()
    assert has_figure(first, "۴۰۸" if lang == "fa" else "408")


def test_persian_figures_stand_in_persian_digits_and_words_can_be_found():
    text = text_of(opened(paper("fa")))
    for figure in ("۴۰۸", "۷۱۱", "۱۶۰", "۱٬۲۵۰٬۰۰۰", "۱۴۰۵"):
        assert has_figure(text, figure)
    assert not set(text) & set("0123456789")
    folded = fold(text)
    for word in ("یافته", "برنامه", "منطقه", "دبیرخانه", "نیازمند"):
        assert fold(word) in folded


def test_english_figures_and_words():
    text = text_of(opened(paper("en")))
    for figure in ("408", "711", "1,250,000", "22%", "51%", "0.87", "Page 1 of 2"):
        assert figure in text
    assert "Two members in five have no tie at all" in text


def test_a_share_that_is_not_known_is_a_dash_and_never_zero():
    assert "—" in text_of(opened(paper("en")))
    assert "0%" not in text_of(opened(paper("en")))


def structure(node: object) -> list[object]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [part for one in node for part in structure(one)]
    if not isinstance(node, dict) or "/S" not in node:
        return structure(node["/K"]) if isinstance(node, dict) and "/K" in node else []
    return [node, *(structure(node["/K"]) if "/K" in node else [])]


def test_structure_has_headings_lists_tables_and_words_for_the_drawing():
    nodes = structure(opened(paper("fa")).trailer["/Root"]["/StructTreeRoot"])
    kinds = [node["/S"] for node in nodes]
    assert kinds.count("/H1") == 3
    assert {"/Table", "/THead", "/TH", "/TD", "/L", "/LI", "/Figure", "/Note"} <= set(kinds)
    spoken = [str(node["/Alt"]) for node in nodes if "/Alt" in node]
    assert spoken == [SPECIMEN["fa"]["drawing"]["alt"]]


def test_the_same_data_and_moment_give_the_same_bytes():
    assert paper("fa") == paper("fa")


def test_a_name_in_a_script_without_a_font_is_printed_as_a_question_mark():
    text = text_of(opened(paper("en", subtitle="Kanazawa 金沢 \U0001f600 \u2067x\u2069")))
    assert "Kanazawa ??" in text


def test_markup_in_data_is_text():
    name = "#panic(1) *x* <script> $1$ @ref"
    assert name in text_of(opened(paper("en", subtitle=name)))


def test_errors_of_a_template_are_named():
    with pytest.raises(PaperError, match=r"no application has the template documents/absent\.typ"):
        compile_pdf("documents/absent.typ", {}, lang="fa", at=AT)
    with pytest.raises(PaperError, match=r"documents/specimen\.typ: .*title") as caught:
        compile_pdf("documents/specimen.typ", {}, lang="fa", at=AT)
    assert "specimen.typ" in caught.value.diagnostic


def test_a_paper_is_printed_in_less_than_a_second():
    paper("fa")
    started = time.perf_counter()
    paper("fa", date="۱ دی ۱۴۰۵")
    assert time.perf_counter() - started < 1


def test_every_city_of_the_shared_lists_can_be_printed(request):
    shared = request.getfixturevalue("shared")
    with (shared / "data" / "uccn_cities.csv").open(encoding="utf-8") as file:
        names = [row[0] for row in csv.reader(file)][1:]
    text = text_of(opened(paper("en", paragraph=" · ".join(names))))
    assert "?" not in text
