import pytest

from park_brain.configuration import Configuration, ConfigurationError, load_configuration, shown, webhook_of
from park_brain.installation import Installation

HOOK = "PARK_ALERT_WEBHOOK"


@pytest.fixture
def home(tmp_path) -> Installation:
    return Installation(tmp_path)


def refused(home, text: str | bytes, environment=None) -> str:
    home.configuration.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigurationError) as raised:
        load_configuration(home, environment or {})
    return str(raised.value)


def test_no_file_is_needed(home):
    assert load_configuration(home, {}) == Configuration()


def test_what_is_stated_holds_and_the_rest_is_the_default(home):
    home.configuration.write_bytes("\ufeff[releases]\nkeep = 2\nkeep_hours = 12\n[build]\nthreads = 1\n".encode())
    found = load_configuration(home, {})
    assert (found.releases.keep, found.releases.keep_hours, found.build.threads) == (2, 12, 1)
    assert found.reading == Configuration().reading


def test_the_environment_goes_before_the_file(home):
    home.configuration.write_text('[alerts]\nwebhook = "https://example.org/file"\n')
    assert load_configuration(home, {}).alerts.webhook == "https://example.org/file"
    assert load_configuration(home, {HOOK: "http://example.org/x"}).alerts.webhook == "http://example.org/x"
    assert load_configuration(home, {HOOK: ""}).alerts.webhook is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[alert]\n", "[alert]: there is no such key; did you mean alerts?"),
        ("[reading]\nmemory = 3\n", "[reading] memory: there is no such key; did you mean memory_mb?"),
        ("[log]\nzzz = 3\n", "[log] zzz: there is no such key; there are: keep"),
        ('[reading]\nworkers = "2"\n', "[reading] workers: Input should be a valid integer, it is '2'"),
        ("[releases]\nkeep = 0\n", "[releases] keep: Input should be greater than or equal to 1, it is 0"),
        ("[releases]\nkeep = true\n", "[releases] keep: Input should be a valid integer"),
        ('[alerts]\nwebhook = "file:///x"\n', "http:// or https:// only"),
        ("alerts = 3\n", "[alerts]: Input should be a valid dictionary"),
        ("[alerts\n", "is no TOML"),
        ("[log]\nkeep = 1\nkeep = 2\n", "is no TOML"),
        ("# 中文\n".encode("gb18030"), "is not UTF-8"),
    ],
)
def test_a_broken_file_is_refused_with_file_key_and_what_to_do(home, text, said):
    message = refused(home, text)
    assert said in message and str(home.configuration) in message


def test_every_problem_is_told_at_once(home):
    assert len(refused(home, "[log]\nkeep = 0\n[buld]\nthreads = 1\n").splitlines()) == 2


def test_a_broken_variable_is_named_and_no_address_is_quoted(home):
    message = refused(home, "", {HOOK: "ftp://user:secret@example.org"})
    assert message.startswith(f"{HOOK}: ") and "secret" not in message
    assert "secret" not in refused(home, '[alerts]\nwebhook = "ftp://user:secret@example.org"\n')


def test_a_folder_in_place_of_the_file_is_refused(home):
    home.configuration.mkdir()
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_configuration(home, {})


def test_alerts_of_a_broken_file_go_where_the_environment_says(home):
    home.configuration.write_text("[alerts\n")
    assert webhook_of(home, {}) is None
    assert webhook_of(home, {HOOK: "https://example.org/x"}) == "https://example.org/x"
    assert webhook_of(home, {HOOK: "file:///x"}) is None


def test_what_is_in_force_is_shown_without_the_address(home):
    text = shown(load_configuration(home, {HOOK: "https://example.org/secret"}))
    assert "[releases]\nkeep = 5" in text and "webhook = (set)" in text and "secret" not in text
    assert "# threads is not set" in text
