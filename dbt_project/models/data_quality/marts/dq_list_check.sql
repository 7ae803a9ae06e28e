-- One row per finding of a check between lists, with enterprise, parcel and the row to look at; findings warn,
-- nothing is mended.
with
batches as (select * from {{ source('lake', 'batches') }}),
dq_check as (select * from {{ ref('dq_check') }}),
contract_list as (select * from {{ source('lake', 'contract_list') }}),
dim_enterprise as not materialized (select * from {{ ref('dim_enterprise') }}),
dim_parcel as (select * from {{ ref('dim_parcel') }}),

finding as (
    {% for model in [
        ref('int_check_lease'), ref('int_check_parcel'), ref('int_check_identity'), ref('int_check_issue'),
        ref('int_check_output'), ref('int_check_tax'), ref('int_check_case'), ref('int_check_snapshot_key'),
        ref('int_check_bound'), ref('int_check_delivery'), ref('int_check_sent_twice'), ref('int_check_parcel_code'),
        ref('int_check_geometry'), ref('int_check_platform')
    ] -%}
    select
        check_id,
        region_code,
        enterprise_id,
        counterparty_enterprise_id,
        parcel_id,
        period,
        list_code,
        batch_id,
        sheet,
        line,
        detail_zh
    from {{ model }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- The number of a finding must outlive its batch: what is found and for which part, equal ones counted in file order.
named as (
    select
        finding.*,
        concat_ws(
            '|', finding.check_id, finding.region_code, coalesce(batches.part, ''), finding.enterprise_id,
            finding.counterparty_enterprise_id, finding.parcel_id, coalesce(finding.period, ''), finding.list_code,
            finding.detail_zh
        ) as fault
    from finding
    left join batches on finding.batch_id = batches.batch_id
),

numbered as (
    select
        *,
        row_number() over (partition by fault order by batch_id asc, sheet asc, line asc) as place
    from named
)

select
    'C' || left(md5(finding.fault || '|' || finding.place::varchar), 16) as finding_id,
    finding.check_id,
    dq_check.severity,
    dq_check.dimension,
    coalesce(dq_check.department_code, contract_list.department) as department_code,
    finding.region_code,
    finding.list_code,
    finding.period,
    finding.enterprise_id,
    enterprise.uscc as enterprise_uscc,
    enterprise.enterprise_name,
    finding.counterparty_enterprise_id,
    counterparty.uscc as counterparty_uscc,
    counterparty.enterprise_name as counterparty_name,
    finding.parcel_id,
    parcel.land_code,
    finding.batch_id,
    finding.sheet,
    finding.line,
    dq_check.check_zh || '：' || finding.detail_zh as message_zh,
    dq_check.remedy_zh
from numbered as finding
inner join dq_check on finding.check_id = dq_check.check_id
left join contract_list on finding.list_code = contract_list.list_code
left join dim_enterprise as enterprise on finding.enterprise_id = enterprise.enterprise_id
left join dim_enterprise as counterparty on finding.counterparty_enterprise_id = counterparty.enterprise_id
left join dim_parcel as parcel on finding.parcel_id = parcel.parcel_id
