create table greeting (body text not null);
insert into greeting values ('migrated');
