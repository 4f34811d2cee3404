-- How many files there are in each state
select state, count(*) as files
from cameleer.files
where bucket = ? and starts_with(key, ?) and state <> 'superseded'
group by state
order by state
