-- One row per statement of the newest 用地情况与租赁清单 of each (region, part).
{{ latest_rows(ref('stg_land__occupancy')) }}
