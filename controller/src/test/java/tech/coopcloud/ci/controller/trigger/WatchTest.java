package tech.coopcloud.ci.controller.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tech.coopcloud.ci.forge.Comment;
import tech.coopcloud.ci.forge.Comments;

class WatchTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void whatIsThereAtTheFirstLookIsSeen() {
    Watch watch = Watch.begin("r", look(0, 3, 5));

    assertThat(watch.mark()).isEqualTo(new Mark("r", 5, NOON));
    assertThat(fresh(watch, look(1, 3, 5))).isEmpty();
    assertThat(fresh(watch, look(1, 3, 5, 6))).containsExactly(6L);
  }

  @Test
  void aCommentThatComesToLightAfterALaterOneIsNew() {
    Watch watch = Watch.begin("r", look(0));
    read(watch, look(1, 8));

    assertThat(fresh(watch, look(2, 7, 8))).containsExactly(7L);
  }

  @Test
  void afterARestartWhatWasReadIsNotNew() {
    Watch watch = Watch.begin("r", look(0, 3));
    read(watch, look(1, 3, 8));
    Watch restarted = Watch.from(watch.mark());

    assertThat(fresh(restarted, look(2, 3, 8, 9))).containsExactly(9L);
  }

  @Test
  void whatWasReadHalfWayGoesOnBehindIt() {
    Watch watch = Watch.begin("r", look(0));
    watch.read(comment(4, 1));

    assertThat(fresh(watch, look(2, 4, 5))).containsExactly(5L);
    assertThat(fresh(Watch.from(watch.mark()), look(2, 4, 5))).containsExactly(5L);
  }

  @Test
  void anOldCommentThatIsListedBecauseSomebodyChangedItIsNotNew() {
    Watch watch = Watch.begin("r", look(0));

    assertThat(watch.fresh(new Comments(List.of(comment(2, -86_400)), NOON))).isEmpty();
  }

  @Test
  void readingACommentDoesNotBringBackThoseBeforeIt() {
    Watch watch = Watch.begin("r", look(0, 3));
    read(watch, look(100, 3, 4));
    read(watch, look(300));
    watch.read(comment(9, 290));

    assertThat(watch.fresh(new Comments(List.of(comment(4, 100)), NOON))).isEmpty();
  }

  private static Comments look(int second, long... ids) {
    return new Comments(
        LongStream.of(ids).mapToObj(id -> comment(id, second)).toList(), NOON.plusSeconds(second));
  }

  private static Comment comment(long id, int second) {
    Instant at = NOON.plusSeconds(second);
    return new Comment(id, 1L, "member", "!testme", "", at, at);
  }

  private static List<Long> fresh(Watch watch, Comments look) {
    return watch.fresh(look).stream().map(Comment::id).toList();
  }

  private static void read(Watch watch, Comments look) {
    watch.fresh(look).forEach(watch::read);
    watch.looked(look);
  }
}
