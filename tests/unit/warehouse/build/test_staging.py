"""The staging model that a contract makes."""

from __future__ import annotations

from typing import Any

import yaml

from ingest.contracts.contract import Contract
from warehouse.build import generate
from warehouse.build.staging import staging_files, staging_sql, staging_yml

LIST: dict[str, Any] = {
    "list": "utility.water",
    "zh": "用水清单",
    "grain": "One row per account.",
    "kind": "period",
    "period": "month",
    "natural_key": ["account_no"],
    "columns": [
        {"name": "account_no", "zh": "户号", "type": "code"},
        {"name": "holder_name", "zh": "户名", "type": "text"},
        {"name": "contact", "zh": "联系人", "type": "text", "personal": "always", "sensitivity": "L4"},
        {"name": "term", "zh": "期限", "type": "date_range"},
        {"name": "note", "zh": "备注", "type": "text"},
    ],
}


def made(**more: Any) -> Contract:
    return Contract.model_validate(LIST | more)


def test_the_columns_of_the_list_in_their_order_and_where_each_row_came_from():
    assert staging_sql(made()) == (
        "-- One row per accepted row of 用水清单 (utility.water) in every winning batch. The list has "
        "one row per account.\n"
        "-- Generated from ingest/contracts/utility/water.yml by `make generate`.\n"
        "select\n"
        "    src.account_no,\n"
        "    src.holder_name,\n"
        "    src.term_from_date,\n"
        "    src.term_to_date,\n"
        "    src.note,\n"
        "    {{ lineage() }}\n"
        "from {{ source('lake', 'utility__water') }} as src\n"
    )


def test_whom_and_what_a_row_names_become_keys():
    sql = staging_sql(
        made(
            enterprises=[{"uscc": "left(account_no, 18)", "name": "holder_name"}, {"role": "payer", "name": "note"}],
            parcels=[{"location": "note"}],
            county="note",
        )
    )
    selected, joined = sql.split("\nfrom ")
    assert "    coalesce(payer_key.enterprise_id, 'NO_ENTERPRISE') as payer_enterprise_id,\n" in selected
    assert "    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,\n" in selected
    assert "    county.division_code as county_code,\n" in selected
    assert "same_enterprise('left(src.account_no, 18)', 'src.holder_name', 'enterprise_key')" in joined
    assert "same_enterprise('null', 'src.note', 'payer_key')" in joined
    assert "same_parcel('null', 'src.note', 'parcel_key')" in joined
    assert "same_county('src.note', 'county')" in joined


def test_a_word_in_quotes_is_no_column():
    columns = [
        column | {"staged": "coalesce(note, 'note')"} if column["name"] == "note" else column
        for column in LIST["columns"]
    ]
    assert "    coalesce(src.note, 'note') as note,\n" in staging_sql(made(columns=columns))


def test_a_column_may_bear_another_name_there():
    columns = [{"name": "account_no", "zh": "户号", "type": "code", "staged_as": "meter_no"}]
    assert "    src.account_no as meter_no,\n" in staging_sql(made(columns=columns))


def test_dbt_is_told_the_grain_and_the_source():
    described = yaml.safe_load(staging_yml(made(grain='One row per "account".')))
    assert described["sources"][0]["tables"] == [{"name": "utility__water"}]
    assert described["models"][0]["description"].endswith('The list has one row per "account".')


def test_what_is_committed_is_what_the_contracts_and_the_registry_make():
    assert [path.name for path in generate.differing(generate.generated_files())] == []


def test_a_changed_and_a_left_over_file_differ_until_they_are_written(tmp_path):
    files = {tmp_path / path: text for path, text in staging_files([made()]).items()}
    changed, missing = sorted(files)
    changed.parent.mkdir(parents=True)
    changed.write_text("select 1")
    left_over = changed.with_name("stg_utility__gas.sql")
    left_over.write_text("select 2")
    found = generate.differing(files, tmp_path)
    assert found == sorted([changed, missing, left_over])
    generate.write(found, files)
    assert generate.differing(files, tmp_path) == [] and not left_over.exists()
