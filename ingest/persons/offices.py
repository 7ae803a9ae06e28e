"""Ingest, persons: columns for offices (责任单位, 执法部门), where somebody may have written a person instead."""

from __future__ import annotations

import re

import polars as pl

from ingest.persons.cells import organisation_in
from ingest.persons.folding import LONGEST_CELL, MASK, folded
from ingest.persons.free_text import masked_text
from ingest.persons.numbers import masked_numbers
from ingest.persons.text_words import own_words

_SEPARATED = re.compile(r"([、,，;；/|\s()（）+和及]+)")
_LISTED = re.compile(r"[、,，;；/|\s()（）]")
_SURE = re.compile(
    r"公司|集团|政府|委员会|管委会|办公室|大队|中队|支队|合作社|银行|学校|学院|大学|医院|中心|分局|管理局|监督局|指挥部|领导小组"
    r"|街道|园区|开发区|工业区|平台|经合社|村委|居委|社区|事务所|研究院|供电|专班|部门|单位|企业|属地|乡镇|镇街|各"
)
_SENTENCE = re.compile(r"先生|女士|小姐|夫妇|夫妻|反映|举报|投诉|擅自|负责整改|电话|手机|签收|签字|不配合|联系人")
_ENDS = re.compile(r"[办局委部队所站会院厅处科室组府校司社行厂店]$|镇$|乡$|县$|市$|区$|村$")


def mask_offices(texts: pl.Series) -> pl.Series:
    """Each office that is named stays; what may be a person becomes ***."""
    told = texts.drop_nulls().unique()
    masked = {text: shown for text in told if (shown := masked_office(text)) != text}
    return texts.replace(masked) if masked else texts


def masked_office(text: str) -> str:
    """The same for one cell. 经济和信息化局 is one office, so the whole is looked at before its parts."""
    if len(text) > LONGEST_CELL:
        return masked_text(text)
    plain = masked_numbers(text)
    if not _LISTED.search(plain) and _is_office(folded(plain).text):
        return plain
    parts = _SEPARATED.split(plain)
    return "".join(
        part if at % 2 or not part or _is_office(folded(part).text) else MASK for at, part in enumerate(parts)
    )


def _is_office(name: str) -> bool:
    """A sure word with a name to it, a place, or known words that end like an office."""
    if _SENTENCE.search(name):
        return False
    if name in own_words() or name == MASK or organisation_in(name) == name:
        return True
    if any(len(name) - len(word) > 1 for word in _SURE.findall(name)):
        return True
    return masked_text(name) == name and (_ENDS.search(name) is not None or not re.search(r"[\u4e00-\u9fff]", name))
