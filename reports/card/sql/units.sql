-- How a card formats values: 亩 and 万元 with their usual decimals (1 亩 = 2000/3 ㎡), codes in Chinese, and the source
-- row of a figure.
create or replace temp macro in_mu(sqm) as round(cast(sqm as double) * 3 / 2000, 2);
create or replace temp macro in_wan(cny) as round(cast(cny as double) / 10000, 2);
create or replace temp macro per_mu(cny, sqm) as case
    when sqm > 0 then round((cast(cny as double) / 10000) / (cast(sqm as double) * 3 / 2000), 2)
end;
create or replace temp macro yes_no(flag) as case when flag then '是' when not flag then '否' end;
create or replace temp macro tenure_zh(tenure) as
case tenure
    when 'own' then '自有' when 'leased_in' then '承租' when 'leased_out' then '出租' when 'other' then '其他'
    else tenure
end;
create or replace temp macro basis_zh(basis) as
case basis
    when 'register' then '底数清单' when 'certificate' then '不动产权证' when 'stated_land' then '填报土地面积'
    when 'floor_share' then '建筑面积占比' when 'floor_area_ratio' then '容积率推算' when 'unknown' then '不明'
    else basis
end;
create or replace temp macro source_zh(path, sheet, line) as
path || case when sheet <> '' then '［' || sheet || '］' else '' end || ' 第' || line || '行';
