-- report/score_bins: scored orders of the night by probability, in twenty equal steps, and band.
-- Reads ml.delay_scores.
select
    band,
    least(floor(probability * 20), 19)::integer as bin,
    count(*) as orders_count
from ml.delay_scores
where
    day = %(day)s::date
    and model = %(model)s
group by band, bin
order by bin, band
