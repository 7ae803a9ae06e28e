-- One row per enterprise whose own code is not in the registry but whose name is registered there as 个体工商户 (a code
-- beginning with 92) or whose branch is: not without a licence (docs/readings.md 4).
with listed as (
    select distinct
        enterprise_id,
        enterprise_uscc,
        enterprise_name,
        regexp_extract(enterprise_name, '^(.+?公司).+(分公司|分厂|分部|分店)$', 1) as parent_name
    from ({{ latest_rows(ref('stg_registry__enterprise')) }}) as registry
    where registration_status = '存续'
),

otherwise as (
    select
        enterprise_name as name_text,
        enterprise_uscc,
        '个体工商户登记' as kind
    from listed
    where enterprise_uscc like '92%'
    union all
    select
        parent_name,
        enterprise_uscc,
        '分支机构登记'
    from listed
    where parent_name <> ''
)

select
    enterprise.enterprise_id,
    max(otherwise.kind || ' ' || otherwise.enterprise_uscc) as evidence
from {{ ref('dim_enterprise') }} as enterprise
inner join otherwise on enterprise.enterprise_name = otherwise.name_text
where not enterprise.is_in_registry
group by enterprise.enterprise_id
