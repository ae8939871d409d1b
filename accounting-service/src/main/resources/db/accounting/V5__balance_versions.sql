-- A balance's version counts the transfers that moved it, no longer the statements that wrote them: books that were restored
-- from an old copy fold the log again in other portions, and must come to the same versions. Readers ignore lower ones, so
-- payout-service would pay nothing until the account had moved that often again.
create or replace function ledger_follow() returns trigger language plpgsql as $$
begin
    insert into account_balances (account_id)
        select account_id from (
            select debit_account as account_id from posted where debit_account is not null
            union
            select credit_account from posted where credit_account is not null) touched
        order by account_id
        on conflict do nothing;

    update account_balances b
        set immature = b.immature + d.immature,
            payable = b.payable + d.payable,
            reserved = b.reserved + d.reserved,
            paid = b.paid + d.paid,
            version = b.version + d.transfers
        from (
            select account_id,
                   coalesce(sum(amount) filter (where purse = 'immature'), 0)::bigint as immature,
                   coalesce(sum(amount) filter (where purse = 'payable'), 0)::bigint  as payable,
                   coalesce(sum(amount) filter (where purse = 'reserved'), 0)::bigint as reserved,
                   coalesce(sum(amount) filter (where purse = 'paid'), 0)::bigint     as paid,
                   count(distinct id)                                                 as transfers
            from (select id, debit_account as account_id, debit_purse as purse, -amount as amount from posted
                  union all
                  select id, credit_account, credit_purse, amount from posted) legs
            where account_id is not null
            group by account_id) d
        where b.account_id = d.account_id;

    update pool_balances b
        set balance = b.balance + d.amount
        from (
            select purse, sum(amount)::bigint as amount
            from (select debit_purse as purse, -amount as amount from posted where debit_account is null
                  union all
                  select credit_purse, amount from posted where credit_account is null) legs
            group by purse) d
        where b.purse = d.purse;
    return null;
end $$;
