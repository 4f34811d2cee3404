-- What this process has claimed is free
update cameleer.files set claimed_by = null, claimed_by_loader = null, claims = greatest(claims - 1, 0) where claimed_by = ?
