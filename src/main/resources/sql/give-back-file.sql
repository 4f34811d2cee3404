-- The file is left to whoever comes next
update cameleer.files set claimed_by = null, claimed_by_loader = null, claims = greatest(claims - 1, 0), error = ? where id = ? and claimed_by = ?
