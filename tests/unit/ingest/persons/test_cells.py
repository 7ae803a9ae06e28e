"""Cells of whoever a row names: what is evidently an organisation stays, whatever else there is does not."""

import csv
import os
from pathlib import Path

import pytest

from ingest.persons.cells import may_name_a_person, organisation_in, plain_name

PERSONS = [
    *["求国强", "竹海明", "商伟明", "麻小军", "过江龙", "来明亮", "茹小红"],
    *[
        "王建业",
        "李国镇",
        "张兴村",
        "陈金社",
        "王国有",
        "王大学",
        "马合作",
        "陈创业",
        "王水利",
        "李珍珠",
        "何建厂",
        "欧阳国有",
        "欧阳建业",
    ],
    *["王李小明", "司徒建国", "阿依古丽", "古丽巴哈尔", "尼玛扎西", "阿卜杜拉·买买提江", "买买提.艾力", "買買提•艾力"],
    *[
        "張學友",
        "裘亚芳夫妇",
        "李大勇户",
        "赵铁牛等3户",
        "王小明等",
        "王小明等五人",
        "孙大圣先生",
        "孙大圣女士",
        "求国强家",
        "求国强宅",
    ],
    *[
        "个体户王大锤",
        "法人周星星",
        "经营者王五",
        "业主：李四",
        "户主王小明",
        "村民王小明",
        "农户李大勇",
        "自然人赵六",
        "法定代表人:求国强",
    ],
    *[
        "张三、李四",
        "张三,李四",
        "王小明/李四光",
        "王小明和李四光",
        "王小明（个体）",
        "王小明（本人）",
        "嵊州王小明",
        "甘霖镇求国强",
    ],
    *[
        "王小明330683199001011234",
        "张三13805751234",
        "王小明(13805751234)",
        "W.王",
        "王",
        "张三（李四）",
        "王小明店",
        "李四厂",
    ],
    "王 小 华",
    "王　小　华",
    "王\u200b小\u2060明",
    "ｗａｎｇ xiaoming",
    "王小明 330683 1990 0101 1234",
    "王小明（甘霖镇上高村）",
    "甘霖镇上高村王小明户",
    "杨国庆、裘亚芳夫妇",
    "Zhang Weiming",
    "ZHANG WEIMING",
    "John Smith",
    "Li Sa",
    "Maria da Silva",
    "zhangweiming",
    "김철수",
]
ORGANISATIONS = [
    *[
        "嵊州市张三机械厂",
        "王大锤五金店",
        "建业厂",
        "甲公司",
        "许继电气",
        "恒盛机械厂",
        "嵊州市王小明养猪场",
        "嵊州市五金商行",
    ],
    *[
        "黄泽镇",
        "石璜村",
        "甘霖镇上高村",
        "嵊州市鹿山街道",
        "剡湖街道城东社区",
        "甘霖镇上高村村民委员会",
        "上高村股份经济合作社",
    ],
    *[
        "嵊州市人民医院",
        "浙江大学",
        "嵊州中学",
        "嵊州爱德中学",
        "嵊州大酒店",
        "中国工商银行股份有限公司嵊州支行",
        "甘霖镇幼儿园",
    ],
    *[
        "嵊州供电公司甘霖营业厅",
        "嵊州市供销合作社联合社",
        "王某某律师事务所",
        "国营嵊州农场",
        "甘霖派出所",
        "73211部队",
    ],
    *[
        "嵊州经济开发区管委会",
        "工业区指挥部",
        "大佛寺",
        "嵊州市慈善基金会",
        "浙江省农科院",
        "环保局",
        "甘霖镇政府",
        "小区业主委员会",
    ],
    *["嵊州市领带城", "中国轻纺城", "某某厂（已注销）", "某某机械有限公司(原某某厂)", "浙江某某（嵊州）有限公司"],
    *["某某中心（有限合伙）", "永和机械厂", "嵊州市祥和塑料厂", "嵊州市甲机械厂、乙机械厂", "某某机械有限公司等3户"],
    "嵊州市 某某 机械厂",
    "ABC Co., Ltd.",
    "Schmidt GmbH",
    "Bar LLC",
    "ABB（中国）有限公司",
]
BESIDE = {
    "周芳(浮梁县瑶里加油站)": "浮梁县瑶里加油站",
    "嵊州市某某机械厂（王小明）": "嵊州市某某机械厂",
    "嵊州市某某机械厂 王小明": "嵊州市某某机械厂",
    "嵊州市某某机械厂王小明": "嵊州市某某机械厂",
    "王小明嵊州市某某机械厂": "嵊州市某某机械厂",
    "王小明和嵊州市某某厂": "嵊州市某某厂",
    "某某公司法人周星星": "某某公司",
    "某某五金店（经营者王大锤）": "某某五金店",
    "某某公司/王小明": "某某公司",
    "求 国强 嵊州某某厂": "嵊州某某厂",
    "某某有限公司（Zhang Weiming）": "某某有限公司",
}


@pytest.mark.parametrize("name", PERSONS)
def test_whoever_is_not_evidently_an_organisation_is_a_person(name):
    assert organisation_in(name) is None


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_organisations_keep_their_names(name):
    assert organisation_in(name) == name


@pytest.mark.parametrize("cell", BESIDE)
def test_a_person_beside_an_organisation_is_left_out(cell):
    assert organisation_in(cell) == BESIDE[cell]


def test_what_is_no_name_is_no_person():
    assert [organisation_in(text) for text in ("不详", "同上", "沿街店面")] == ["不详", "同上", "沿街店面"]


def test_one_person_is_written_in_many_ways():
    ways = [
        "求国强",
        "求 国 强",
        "求国强（个体）",
        "求国强先生",
        "个体户求国强",
        "经营者：求国强",
        "求国强户",
        "求国强330683199001011234",
    ]
    assert {plain_name(way) for way in ways} == {"求国强"}


def test_a_code_proves_an_organisation_unless_the_name_looks_like_a_persons():
    assert not any(may_name_a_person(name) for name in ("阿里巴巴", "恒盛", "腾达科创"))
    assert all(
        may_name_a_person(name) for name in ("求国强", "买买提·艾力", "Zhang Weiming", "王小明先生", "阿里（王小明）")
    )


@pytest.mark.skipif("PARK_REAL_DATA" not in os.environ, reason="PARK_REAL_DATA names no folder of real files")
def test_real_organisations_keep_their_names_without_codes_or_register():
    (path,) = Path(os.environ["PARK_REAL_DATA"]).glob("tax/A级纳税人名单*.csv")
    names = {row[1] for row in csv.reader(path.read_text(encoding="gbk").splitlines()[1:])}
    shown = {name: organisation_in(name) for name in names}
    assert sum(text is None for text in shown.values()) == 0
    assert sum(text not in (None, name) for name, text in shown.items()) <= 5
