package thunderpool.topics;

import java.util.List;

/** Every topic of the suite: what is provisioned, what is guarded by ACLs, what docs/topics.md lists. */
public final class Topics {

    public static final List<Topic<?>> ALL = List.of(
            GatewayStarted.TOPIC,
            TemplatePublished.TOPIC,
            ChainStatus.TOPIC,
            ShareSubmitted.TOPIC,
            Judgement.TOPIC,
            BlockSolved.TOPIC,
            BlockChanged.TOPIC,
            BalanceChanged.TOPIC,
            EpochClosed.TOPIC,
            StatementIssued.TOPIC,
            PayoutRequested.TOPIC,
            PayoutAnswered.TOPIC,
            PayoutSettled.TOPIC,
            PayoutChanged.TOPIC,
            SchemeChanged.TOPIC,
            ScheduleChanged.TOPIC,
            AdminCommand.TOPIC,
            CommandAnswered.OF_ACCOUNTING,
            CommandAnswered.OF_PAYOUT,
            CommandAnswered.OF_GATEWAY,
            SessionMoved.TOPIC,
            WorkersSeen.TOPIC,
            PortChanged.TOPIC,
            BanChanged.TOPIC,
            FeeChanged.TOPIC,
            ServiceStatus.OF_GATEWAY,
            ServiceStatus.OF_VALIDATOR,
            ServiceStatus.OF_TEMPLATE,
            ServiceStatus.OF_ACCOUNTING,
            ServiceStatus.OF_PAYOUT,
            ServiceStatus.OF_DASHBOARD);

    private Topics() {}
}
