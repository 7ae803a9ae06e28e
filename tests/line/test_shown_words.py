"""Nobody is named in a simulated world but as a holder: no other word of it may be taken for a person."""

from __future__ import annotations

from ingest.persons.folding import MASK
from tests.support.worlds import World


def masked(world: World, table: str, column: str) -> list[str]:
    """Some of the texts of a column in which something was hidden."""
    found = world.rows(f'select distinct "{column}" from "{table}" where contains("{column}", \'{MASK}\') limit 3')
    return found.to_series().to_list()


def test_no_word_of_a_clean_world_is_masked(clean_world):
    columns = clean_world.rows(
        "select table_name, column_name from information_schema.columns"
        " where table_schema = 'mart' and data_type = 'VARCHAR' order by all"
    ).rows()
    found = {(table, column): texts for table, column in columns if (texts := masked(clean_world, table, column))}
    assert len(columns) > 500 and found == {}
