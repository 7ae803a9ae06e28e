import pytest

from park_brain.cache import Cache, cached_parquet


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path, "note.json", ("one", "two"))


def parquet(text):
    """Begins and ends as a Parquet file does, which is all that is looked at."""
    return f"PAR1{text}PAR1"


def write(cache, text="x", rows=0):
    def each(path):
        path.write_text(parquet(text))
        return rows

    return {name: cache.publish(name, each) for name in cache.names}


def test_files_are_kept_while_they_are_made_of_the_same(cache):
    assert cache.rows("a") is None
    assert cache.make("a", lambda: write(cache, rows=0)) == {"one": 0, "two": 0}
    assert cache.rows("a") == {"one": 0, "two": 0}
    assert cache.rows("b") is None


def test_a_missing_file_must_be_made_again(cache):
    cache.make("a", lambda: write(cache))
    cache.path("two").unlink()
    assert cache.rows("a") is None


def test_a_run_that_dies_between_the_files_leaves_no_note(cache):
    cache.make("a", lambda: write(cache, "old"))

    def die():
        cache.publish("one", lambda path: path.write_text("new"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.make("b", die)
    assert cache.path("one").read_text() == "new" and cache.path("two").read_text() == parquet("old")
    assert cache.rows("a") is None and cache.rows("b") is None


@pytest.mark.parametrize(
    "note",
    [
        "",
        "{",
        "[]",
        "null",
        "\udcff",
        '{"fingerprint": "a", "rows": 3}',
        '{"made_of": "a", "rows": {"one": 0, "two": 0}}',
        '{"format": 2, "made_of": "a", "rows": {"one": 0}}',
        '{"format": 2, "made_of": "a", "rows": {"one": 0, "two": null}}',
        '{"format": 3, "made_of": "a", "rows": {"one": 0, "two": 0}}',
    ],
)
def test_a_note_that_is_damaged_or_of_another_format_is_none(cache, note):
    cache.make("a", lambda: write(cache))
    (cache.folder / cache.note).write_bytes(note.encode(errors="surrogateescape"))
    assert cache.rows("a") is None
    cache.make("a", lambda: write(cache))
    assert cache.rows("a") == {"one": 0, "two": 0}


@pytest.mark.parametrize("content", ["", "PAR1", "PAR1PAR1", "PAR1 cut short", "garbage"])
def test_a_file_cut_short_must_be_made_again(cache, content):
    cache.make("a", lambda: write(cache))
    cache.path("one").write_text(content)
    assert cache.rows("a") is None


def test_one_file_is_written_once_and_again_when_its_fingerprint_changes(tmp_path):
    written = []

    def rows(path):
        path.write_text(parquet("x"))
        written.append(path)
        return len(written)

    path = tmp_path / "new" / "list.parquet"
    assert [cached_parquet(path, fingerprint, rows) for fingerprint in ("a", "a", "b", "b")] == [1, 1, 2, 2]
    assert {file.name for file in path.parent.iterdir()} == {"list.parquet", "list.json"}
