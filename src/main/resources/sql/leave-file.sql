-- The file is not tried again as it is: it is not there, or another
update cameleer.files
set claimed_by = null, claimed_by_loader = null, claims = 0, state = ?, error = ?
where id = ? and claimed_by = ?
