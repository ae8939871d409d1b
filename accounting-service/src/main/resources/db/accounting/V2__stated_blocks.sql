-- A block belongs to the statements of the first epoch that ends with it in the chain: one that comes late, or comes back
-- after its epoch closed, is stated by the next instead of never.

alter table blocks add column stated_epoch bigint references epochs (epoch) deferrable initially deferred;
comment on column blocks.stated_epoch is 'epoch whose statements hold its reward; null while none does';

-- Before the update: its rows wait for the deferred key, and no index is made on a table with rows that wait.
create index blocks_unstated on blocks (slice) where stated_epoch is null;

update blocks b
   set stated_epoch = e.epoch
  from epochs e
 where b.split and b.slice between e.first_slice and e.last_slice
   and (select c.state from block_changes c
         where c.block_id = b.block_id and c.slice <= e.last_slice
         order by c.version desc limit 1) in ('FOUND', 'MATURED');
