package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** One step in the browser. Exactly one of the actions, with a value where it needs one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BrowserStep(
    @JsonProperty("goto") @JsonPropertyDescription("Path to open.") @Nullable String goTo,
    @JsonPropertyDescription("Selector of a field to fill.") @Nullable String fill,
    @JsonPropertyDescription("Selector of an element to click.") @Nullable String click,
    @JsonPropertyDescription("Key to press.") @Nullable String press,
    @JsonPropertyDescription("What to type or to find.") @Nullable String value,
    @JsonPropertyDescription("Selector that must be visible.") @Nullable String expectVisible,
    @JsonPropertyDescription("Text that must be visible.") @Nullable String expectText,
    @JsonPropertyDescription("What the address must match.") @Nullable String expectUrl,
    @JsonPropertyDescription("Name of a screenshot to take.") @Nullable String screenshot) {}
