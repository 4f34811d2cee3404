-- The file is left to whoever comes next
update cameleer.files set claimed_by = null, claimed_by_loader = null, error = ? where id = ? and claimed_by = ?
