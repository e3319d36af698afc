/** How our operators of java-operator-sdk are set up. Which reconcilers they have is for others. */
@NullMarked
package tech.coopcloud.ci.operator;

import org.jspecify.annotations.NullMarked;
