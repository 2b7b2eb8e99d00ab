package dev.clawstead.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskReaderTest {

  @Test
  void aRequestSaysWhatItWants() throws Exception {
    Ask ask =
        read(
            """
            {"messages":[{"role":"user","content":"stream max_tokens model"}],
             "model":"smart", "stream":true, "max_tokens": 12,
             "stream_options":{"include_usage":true}, "prompt_cache_key":"s-1"}""");

    assertThat(ask.model()).isEqualTo("smart");
    assertThat(ask.stream()).isTrue();
    assertThat(ask.outputMax()).isEqualTo(12);
    assertThat(ask.usageWanted()).isTrue();
    assertThat(ask.session()).isEqualTo("s-1");
    assertThat(ask.media()).isZero();
  }

  @Test
  void picturesAreCountedApartFromText() throws Exception {
    String picture = "data:image/png;base64," + "A".repeat(50_000);
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
            + "\"image_url\":{\"url\":\""
            + picture
            + "\"}},{\"type\":\"text\",\"text\":\"hi\"}]}]}";

    Ask ask = read(body);

    assertThat(ask.media()).isEqualTo(1);
    assertThat(ask.textBytes()).isBetween(100L, 200L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | must be a JSON object",
        "{} | \"model\" must name a model",
        "{\"model\":7} | \"model\" must be a text",
        "{\"model\":\"m\",\"stream\":\"yes\"} | \"stream\" must be true or false",
        "{\"model\":\"m\",\"max_tokens\":-1} | between 1 and",
        "{\"model\":\"m\",\"max_tokens\":1.5} | must be a whole number",
        "{\"model\":\"m\",\"max_tokens\":99999999999999999999} | between 1 and",
        "{\"model\":\"m\",\"stream_options\":1} | must be an object",
        "{\"model\":\"m\"} {} | something follows",
        "{\"model\":\"m\" | not valid JSON",
        "nonsense | not valid JSON",
      })
  void aWrongBodyIsRefusedByName(String body, String message) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(BadBodyException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aBodyNestedWithoutEndIsRefusedAndNotFollowed() {
    String bomb = "{\"model\":\"m\",\"x\":" + "[".repeat(100_000);

    assertThatThrownBy(() -> read(bomb)).isInstanceOf(BadBodyException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'model':'dear','x':1; model",
        "'max_tokens':5,'max_tokens':5000; max_tokens",
        "'n':1,'n':9; n",
        "'stream':false,'stream':true; stream",
      })
  void whatCountsIsSaidOnce(String fields, String twice) {
    String body = ("{" + fields + ",'model':'smart'}").replace('\'', '"');

    assertThatThrownBy(() -> read(body))
        .isInstanceOf(BadBodyException.class)
        .hasMessage("\"" + twice + "\" is given twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "129", "1.5", "\"2\"", "99999999999"})
  void howManyAnswersIsASmallNumber(String n) {
    assertThatThrownBy(() -> read("{\"model\":\"m\",\"n\":" + n + "}"))
        .isInstanceOf(BadBodyException.class)
        .hasMessageContaining("between 1 and 128");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'service_tier':'priority'; service_tier",
        "'speed':'fast'; speed",
        "'web_search_options':{}; web_search_options",
        "'audio':{'voice':'ash'}; audio",
        "'tools':[{'type':'function','name':'a'},{'type':'web_search_preview'}]; web_search_preview",
        "'tools':[{'name':'web','type':'web_search_20250305'}]; web_search_20250305",
        "'tools':[{'container':{'type':'auto'},'type':'code_interpreter'}]; code_interpreter",
      })
  void whatProvidersChargeBesideTokensIsNoted(String fields, String what) throws Exception {
    assertThat(read(("{'model':'m'," + fields + "}").replace('\'', '"')).unpriced())
        .isEqualTo(what);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'service_tier':'auto','n':3",
        "'service_tier':'flex','audio':null,'n':3",
        "'tools':[{'type':'function','function':{'name':'web_search','parameters':{'type':'object'}}}],'n':3",
        "'tools':[{'name':'web_search','input_schema':{'type':'object'}},7,[{}]],'n':3",
        "'messages':[{'role':'user','content':[{'type':'web_search'}]}],'n':3",
      })
  void whatTheCatalogueHasAPriceForIsNot(String fields) throws Exception {
    Ask ask = read(("{'model':'m'," + fields + "}").replace('\'', '"'));

    assertThat(ask.unpriced()).isNull();
    assertThat(ask.answers()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"smart\",\"stream\":true}",
        "{ \"stream\" : true , \"stream_options\" : { } , \"model\" : \"smart\" }",
        "{\"stream\":true,\"stream_options\":{\"include_usage\":false},\"model\":\"smart\"}",
        "{\"stream\":true,\"stream_options\":{\"x\":[1,{}]},\"max_tokens\":9000,\"model\":\"smart\"}",
      })
  void onlyWhatHasToChangeIsChanged(String body) throws Exception {
    Ask ask = read(body);
    ByteBuf in = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);

    ByteBuf out =
        BodyEdits.of(ask)
            .model("gpt-5.1")
            .outputMax("max_completion_tokens", 500)
            .withUsage()
            .apply(in);
    String changed = out.toString(StandardCharsets.UTF_8);
    Ask again = read(changed);

    assertThat(again.model()).isEqualTo("gpt-5.1");
    assertThat(again.outputMax()).isEqualTo(500);
    assertThat(again.usageWanted()).isTrue();
    assertThat(again.stream()).isTrue();
    out.release();
    assertThat(in.refCnt()).isEqualTo(1);
    in.release();
  }

  @Test
  void aBoundThatIsLowAlreadyStaysAndABodyThatFitsIsPassedOnUntouched() throws Exception {
    String body = "{\"model\":\"m\",\"max_tokens\":5}";
    ByteBuf in = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);

    ByteBuf out = BodyEdits.of(read(body)).model("m").outputMax("max_tokens", 100).apply(in);

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(body);
    out.release();
    in.release();
  }

  @Test
  void whateverIsSentNothingButARefusalComesOfIt() {
    Random random = new Random(1);
    byte[] good =
        "{\"model\":\"m\",\"stream\":true,\"max_tokens\":5,\"a\":[{\"url\":\"x\"},null,1e9]}"
            .getBytes(StandardCharsets.UTF_8);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        AskReader.read(new ByteArrayInputStream(bad), bad.length);
      } catch (BadBodyException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(10_000, 20_000);
  }

  private static Ask read(String body) throws BadBodyException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return AskReader.read(new ByteArrayInputStream(bytes), bytes.length);
  }
}
