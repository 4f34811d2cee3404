-- What else than these files the ledger knows, for who has asked about none
select distinct bucket
from cameleer.files
where bucket <> ?
order by bucket
limit 10
