-- 各清单中的写法与关联依据: one row per code and location under which a list has the parcel.
select
    land_code_text as "原填代码",
    location_text as "原填坐落",
    method as "关联方法",
    evidence_zh as "依据",
    issuer as "编码单位"
from dim_parcel_key
where parcel_id = $1
order by land_code_text, location_text, place_text
