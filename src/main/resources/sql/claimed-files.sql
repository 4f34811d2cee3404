-- Those of some files that this process still has
select id from cameleer.files where id = any(?) and claimed_by = ?
