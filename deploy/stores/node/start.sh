#!/bin/sh
# A regtest node with the wallet "pool". It knows two users by salted hashes: "template" may not touch the wallet but for an address that blocks
# pay to, "payout" may not submit blocks. This script lives exactly as long as the node: it ends when the node ends by itself, so that a container is
# started again, and after a stop signal only when the node has written all it knows.
set -eu
data=${NODE_DATA:-/data}
auth=${NODE_RPCAUTH_FILE:-/run/secrets/node_rpcauth}
port=${NODE_RPC_PORT:-8332}
mkdir -p "$data"
set -- "-datadir=$data" -regtest -server -listen=0 -txindex=1 -fallbackfee=0.0001 -rpcthreads=16 -rpcport="$port" -rpcbind="${NODE_BIND:-0.0.0.0}" \
  -rpcallowip=127.0.0.0/8 -rpcallowip=10.0.0.0/8 -rpcallowip=172.16.0.0/12 -rpcallowip=192.168.0.0/16 \
  "-zmqpubhashblock=tcp://${NODE_BIND:-0.0.0.0}:${NODE_ZMQ_PORT:-28332}" -rpcwhitelistdefault=0 \
  "$@"
while read -r line; do set -- "$@" "-rpcauth=$line"; done <"$auth"
read_only=getblockchaininfo,getbestblockhash,getblockhash,getblockheader,getblock,getchaintips,getconnectioncount,getrawtransaction,gettxout
wallet=listwallets,getnewaddress,getaddressesbylabel,getaddressinfo
set -- "$@" "-rpcwhitelist=template:$read_only,$wallet,getblocktemplate,submitblock" \
  "-rpcwhitelist=payout:$read_only,$wallet,sendrawtransaction,testmempoolaccept,getmempoolentry,estimatesmartfee,createrawtransaction,\
listunspent,listsinceblock,getbalances,gettransaction,signrawtransactionwithwallet"
bitcoind "$@" &
node=$!
trap 'kill "$node"' TERM INT
# By the cookie of this start, which no other user of the machine can read. The wallet is made once and loaded by the node afterwards. Beside the
# node: it waits for an answer, and from a node that could not start none ever comes.
bitcoin-cli "-datadir=$data" -regtest -rpcport="$port" -rpcwait -named createwallet wallet_name=pool load_on_startup=true >/dev/null 2>&1 &
# A signal ends a wait, not the node.
code=0
wait "$node" || code=$?
while kill -0 "$node" 2>/dev/null; do
  code=0
  wait "$node" || code=$?
done
exit "$code"
