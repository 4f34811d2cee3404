-- Those have failed whose process was gone before their end
update cameleer.syncs s
set state = 'failed', error = 'its process was gone before its end'
where state = 'running'
  and ((machine, process) = (?, ?)
    or not exists (select 1 from cameleer.workers w where (w.machine, w.process) = (s.machine, s.process)))
