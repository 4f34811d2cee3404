-- Those of some files that the sync has ended already
select id from cameleer.files where id = any(?) and sync_id = ? and state <> 'pending'
