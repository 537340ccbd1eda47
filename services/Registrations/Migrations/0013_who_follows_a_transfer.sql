-- The supervisors of the team that a case leaves follow its transfer; they do not keep it. What a team keeps goes out of reach when it is evacuated,
-- and a case that it transferred before, with the record of that, is another team's.
delete from access.unreachable u using transfers t where u.record = t.transfer_id;
update access.grants g set because = 'oversight' from transfers t where g.record = t.transfer_id and g.because = 'supervision';
